using System.Net;
using Microsoft.AspNetCore.Http;
using Trust.Hosting.Http;

namespace Trust.Identity.Sessions;

/// <summary>What a person is shown about where a sign-in came from; enough to recognise one's own, too little to follow anybody.</summary>
internal sealed record BrowserTrace(string Device, string Place)
{
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("MicroMessenger", "WeChat"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ];

    public static BrowserTrace Of(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        return new BrowserTrace($"{Find(Browsers, agent)} {Find(Systems, agent)}".Trim(), PlaceOf(RateSource.Of(context)));
    }

    // Names of our own list only: the header is a stranger's text.
    private static string Find((string Mark, string Name)[] known, string agent) =>
        Array.Find(known, candidate => agent.Contains(candidate.Mark, StringComparison.Ordinal)).Name ?? "";

    private static string PlaceOf(string source)
    {
        if (!IPAddress.TryParse(source, out var address) || IPAddress.IsLoopback(address))
        {
            return "";
        }

        var bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? $"{bytes[0]}.{bytes[1]}.{bytes[2]}.*" : $"{address.ToString().Split("::")[0]}:*";
    }
}
