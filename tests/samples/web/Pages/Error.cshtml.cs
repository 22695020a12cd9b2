using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Trust.Samples.Web.Pages;

/// <summary>Says why nobody was signed in. The reason comes in an address that anyone can write: only known ones are spelt out.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ErrorModel : PageModel
{
    private static readonly Dictionary<string, (string Chinese, string English)> Sentences = new()
    {
        [""] = ("现在登录不了，可能是统一身份认证平台暂时连不上。请稍后再试。", "Signing in is not possible just now; perhaps the identity platform cannot be reached. Please try again later."),
        ["access_denied"] = ("您没有同意提供信息，所以没有登录。", "You did not agree to share the information, so you are not signed in."),
        ["unmet_authentication_requirements"] = ("没有达到要求的认证级别，所以没有登录。", "The required level was not reached, so you are not signed in."),
        ["login_required"] = ("登录已经失效，请重新登录。", "You are no longer signed in. Please sign in again."),
    };

    [BindProperty(SupportsGet = true)]
    public string? Reason { get; set; }

    public (string Chinese, string English) Sentence =>
        Sentences.GetValueOrDefault(Reason ?? "", ("这次没有登录成功，请再试一次。", "Signing in did not succeed. Please try again."));
}
