using Trust.Identity.Codes;
using Trust.Web;

namespace Trust.Identity.SignIn;

/// <summary>Says to people how long to wait.</summary>
internal static class WaitWords
{
    public static string Span(this Words words, TimeSpan wait) => wait switch
    {
        { TotalSeconds: <= 90 } => words["{0}秒", Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))],
        { TotalMinutes: <= 90 } => words["{0}分钟", (int)Math.Ceiling(wait.TotalMinutes)],
        _ => words["{0}小时", (int)Math.Ceiling(wait.TotalHours)],
    };

    /// <summary>Why no code was sent; null when one was.</summary>
    public static string? WhyNotSent(this Words words, CodeSending sending) => sending.Outcome switch
    {
        SendOutcome.NumberWaits => words["这个手机号要等{0}才能再收验证码。", words.Span(sending.Wait)].Value,
        SendOutcome.SourceWaits => words["您所在的网络要的验证码太多了，请{0}后再试。", words.Span(sending.Wait)].Value,
        SendOutcome.AllWait => words["现在发验证码的人太多，请{0}后再试。", words.Span(sending.Wait)].Value,
        _ => null,
    };

    /// <summary>Why a code did not do.</summary>
    public static string WrongCode(this Words words, int triesLeft) =>
        triesLeft > 0 ? words["验证码不对。还可以试{0}次。", triesLeft] : words["验证码不对，或者已经失效。请重新获取。"];

    /// <summary>Why a password did not do.</summary>
    public static string WrongPassword(this Words words, int triesLeft) =>
        triesLeft > 0 ? words["账号或密码不对。还可以试{0}次，之后每次都要多等一会儿。", triesLeft] : words["账号或密码不对。再试之前要等一会儿。"];
}
