using Trust.Contracts;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Tests.Startup;

internal enum SampleChoice
{
    First,
    Second,
}

/// <summary>Options of every shape that a module may use.</summary>
internal sealed class SampleOptions : ITrustOptions
{
    public static string Section => "Trust:Sample";

    public int Number { get; set; } = 7;

    public bool Switch { get; set; }

    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(3);

    public SampleChoice Choice { get; set; }

    public Guid? Id { get; set; }

    public string Text { get; set; } = "";

    public Secret? Password { get; set; }

    public Uri? Address { get; set; }

    public string[] Words { get; set; } = [];

    public List<Uri> Addresses { get; set; } = [];

    public Dictionary<string, Uri> Named { get; set; } = [];

    public SamplePart Part { get; set; } = new();

    public Dictionary<string, List<SamplePart>> Deep { get; set; } = [];

    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        if (Number < 0)
        {
            report.Add("Trust:Sample:Number", "is negative.");
        }

        if (Text == "forbidden")
        {
            report.Add("Trust:Sample:Text", "is forbidden.");
        }
    }
}

internal sealed class SamplePart
{
    public Uri? Address { get; set; }

    public Secret? Key { get; set; }

    public int Number { get; set; }

    public SamplePart? Inner { get; set; }
}
