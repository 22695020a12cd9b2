using System.Globalization;
using Trust.Web;

namespace Trust.Identity.Sessions;

/// <summary>Says where a sign-in came from, and how, in words for its owner.</summary>
internal static class TraceWords
{
    private static readonly string[] Systems = ["HarmonyOS", "Android", "iPhone", "iPad", "Windows", "macOS", "Linux"];
    private static readonly string[] Handheld = ["HarmonyOS", "Android", "iPhone", "iPad"];

    /// <summary>Browser and system as <see cref="BrowserTrace"/> names them.</summary>
    public static string DeviceOf(Words words, string device)
    {
        var system = Array.Find(Systems, name => device == name || device.EndsWith(" " + name, StringComparison.Ordinal));
        var browser = system is null ? device : device[..^system.Length].TrimEnd();
        return (system, browser) switch
        {
            (null, "") => words["没有认出的设备"],
            (null, _) => words["{0}浏览器", browser],
            (_, "") => words["{0}设备", system],
            _ => words["{0}上的{1}", system, browser],
        };
    }

    public static string IconOf(string device) => Array.Exists(Handheld, name => device.EndsWith(name, StringComparison.Ordinal)) ? "mobile" : "laptop";

    public static string PlaceOf(Words words, string place) => place.Length == 0 ? words["本地网络"] : words["网络{0}", place];

    /// <summary>Method of RFC 8176.</summary>
    public static string MethodOf(Words words, string method) => method switch
    {
        Factor.Password => words["密码"],
        Factor.Sms => words["短信验证码"],
        Factor.Totp => words["动态口令"],
        Factor.DevicePasskey or Factor.SyncedPasskey => words["通行密钥"],
        _ => words["其他方式"],
    };

    /// <summary>A moment as one says it: just now, today with the time of day, else the day.</summary>
    public static string WhenOf(Words words, DateTimeOffset moment, DateTimeOffset now)
    {
        var (there, here) = (moment.ToOffset(China), now.ToOffset(China));
        return now - moment < TimeSpan.FromMinutes(2) ? words["刚刚"] : there.Date == here.Date ? words["今天{0}", there.ToString("HH:mm", CultureInfo.InvariantCulture)] : Moments.Minute(moment);
    }

    private static readonly TimeSpan China = TimeSpan.FromHours(8);
}
