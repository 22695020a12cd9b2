using Microsoft.Playwright;

namespace Trust.Browser.Tests.Identity;

/// <summary>A passkey device of one page that Chromium plays itself; it touches and recognises its user unless told otherwise.</summary>
internal sealed class VirtualAuthenticator
{
    private readonly ICDPSession session;
    private readonly string id;

    private VirtualAuthenticator(ICDPSession session, string id) => (this.session, this.id) = (session, id);

    public static async Task<VirtualAuthenticator> OfAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        var added = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return new(session, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    public Task VerifyUserAsync(bool verified) =>
        session.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = id, ["isUserVerified"] = verified });

    /// <summary>How often the busiest key has signed.</summary>
    public async Task<long> LargestCountAsync()
    {
        var kept = await session.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = id });
        return kept!.Value.GetProperty("credentials").EnumerateArray().Max(credential => credential.GetProperty("signCount").GetInt64());
    }
}
