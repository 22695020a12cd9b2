namespace Trust.Identity.Tests.Peers;

/// <summary>A fact that one check of <c>tests/peers/oidc</c> decides.</summary>
/// <param name="check">Its name there.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerCheckAttribute(string check) : FactAttribute
{
    public string Check { get; } = check;
}
