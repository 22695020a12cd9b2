using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.Identity.Sessions;
using Trust.Identity.SignIn;
using Trust.Web;

namespace Trust.Identity.Areas.Identity.Pages.Account;

/// <summary>Tries to sign in to the account (登录记录), failed ones included.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class HistoryModel(OwnSignIns signIns, Actor actor, Words words) : PageModel
{
    public const int PageSize = 20;

    // To the microsecond, as times are stored.
    private const string Format = "yyyyMMddHHmmssffffff";

    public OwnSignInPage History { get; private set; } = new([], null);

    /// <summary>Not the newest page.</summary>
    public bool IsOlder { get; private set; }

    public string? NextAddress => History.Next is { } next ? $"/account/history?before={next.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture)}" : null;

    public async Task OnGetAsync(string? before, CancellationToken cancellationToken)
    {
        var since = DateTimeOffset.TryParseExact(before, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : (DateTimeOffset?)null;
        IsOlder = since is not null;
        History = await signIns.ListAsync(actor, since, PageSize, cancellationToken);
    }

    public string WrongWords(string method) => method switch
    {
        Factor.Password => words["密码不对"],
        Factor.Sms => words["验证码不对"],
        _ => words["没有通过"],
    };
}
