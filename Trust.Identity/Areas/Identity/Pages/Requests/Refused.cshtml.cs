using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Hosting.Http;
using Trust.Web;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Areas.Identity.Pages.Requests;

/// <summary>An authorization request that cannot go on, and cannot be answered at the application because its address is part of what is wrong.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class RefusedModel(Words words) : PageModel
{
    public string Heading { get; private set; } = "";

    public string Text { get; private set; } = "";

    /// <summary>For whoever connects the application; only codes of the standard are shown.</summary>
    public string? Code { get; private set; }

    public string Reference { get; } = Problems.TraceId() is { Length: >= 8 } id ? $"{id[..4]} {id[4..8]}".ToUpperInvariant() : "";

    public void OnGet(string? reason)
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        Code = reason is Errors.InvalidRequest or Errors.InvalidClient or Errors.UnauthorizedClient or Errors.UnsupportedResponseType or Errors.InvalidScope or Errors.InvalidToken ? reason : null;
        (Heading, Text) = Code switch
        {
            null => (words["这次登录的请求已经过期"], words["可能是打开登录页之后过了太久，已经完成过一次，或者换了浏览器。为了安全，请回到应用重新开始。您的账号没有问题，也没有交出任何信息。"]),
            _ => (words["应用发来的登录请求有错"], words["为了您的安全，我们没有继续。您的账号没有问题，也没有交出任何信息。请把下面的编号告诉应用的运营单位。"]),
        };
    }
}
