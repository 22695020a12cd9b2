namespace Trust.Gateway.Sandbox;

/// <summary>What is wrong with a service at the moment.</summary>
/// <param name="Down">Answers 503.</param>
/// <param name="SlowSeconds">Answers so much later, 0 to 60.</param>
/// <param name="Unsigned">Answers without a signature.</param>
internal sealed record ServiceFault(bool Down = false, int SlowSeconds = 0, bool Unsigned = false)
{
    public const int SlowestSeconds = 60;

    public bool IsNone => this is { Down: false, SlowSeconds: 0, Unsigned: false };

    public bool IsValid => SlowSeconds is >= 0 and <= SlowestSeconds;
}

/// <summary>Faults of both services; what is not named is well.</summary>
internal sealed record Faults
{
    public ServiceFault Registry { get; init; } = new();

    public ServiceFault Sms { get; init; } = new();
}

/// <summary>The faults that a developer or a test has switched on.</summary>
internal sealed class SandboxFaults
{
    private volatile Faults present = new();

    public Faults Present
    {
        get => present;
        set => present = value;
    }
}
