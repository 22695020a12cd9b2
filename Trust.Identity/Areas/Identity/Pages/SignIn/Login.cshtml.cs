using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Hosting.Actors;
using Trust.Hosting.Http;
using Trust.Identity.SignIn;
using Trust.Web;

namespace Trust.Identity.Areas.Identity.Pages.SignIn;

/// <summary>The one sign-in page of citizens: password, or a code to the telephone.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Secret)]
internal sealed class LoginModel(
    SignInPlace place, PasswordSignIn password, CodeSignIn code, IdentityOptions options, Words words) : PageModel
{
    public const string Path = "/account/login";

    private const int LongestField = 256;

    [BindProperty]
    public LoginInput Input { get; set; } = new();

    public SignInPlace Place => place;

    /// <summary>The telephone, not the password.</summary>
    public bool BySms => string.Equals(Request.Query["by"], "sms", StringComparison.Ordinal);

    /// <summary>A code is out: it is asked for instead of the number.</summary>
    public MobileNumber? SentTo { get; private set; }

    /// <summary>What is said beside the form.</summary>
    public string? Note { get; private set; }

    public int ResendSeconds { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await place.ReadAsync(HttpContext, cancellationToken);

        // A request may want a new sign-in of somebody who is there; who has none goes on.
        return HttpContext.GetActor().Kind == ActorKind.Person && place is { Pending: null, HasEnded: false } ? Redirect(place.Next) : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await place.ReadAsync(HttpContext, cancellationToken);
        var outcome = BySms ? await TryCodeAsync(cancellationToken) : await TryPasswordAsync(cancellationToken);
        return outcome is { Succeeded: true } ? Redirect(place.Next) : Page();
    }

    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancellationToken)
    {
        await place.ReadAsync(HttpContext, cancellationToken);
        Input.Code = null;
        ModelState.Remove("Input.Code");
        if (ReadMobile() is not { } mobile)
        {
            return Page();
        }

        var sending = await code.SendAsync(HttpContext, mobile, cancellationToken);
        var problem = words.WhyNotSent(sending);
        if (problem is null || await code.IsWaitingAsync(HttpContext, mobile, cancellationToken))
        {
            SentTo = mobile;
            Note = problem;
            ResendSeconds = (int)Math.Ceiling(sending.Wait.TotalSeconds);
        }
        else
        {
            ModelState.AddModelError("Input.Mobile", problem);
        }

        return Page();
    }

    private async Task<SignInOutcome?> TryPasswordAsync(CancellationToken cancellationToken)
    {
        var account = Input.Account?.Trim() ?? "";
        if (account.Length is 0 or > LongestField)
        {
            ModelState.AddModelError("Input.Account", words["请填写身份证号、手机号或用户名。"]);
        }

        if (Input.Password is not { Length: > 0 and <= LongestField })
        {
            ModelState.AddModelError("Input.Password", words["请填写密码。"]);
        }

        if (!ModelState.IsValid)
        {
            return null;
        }

        var outcome = await password.SignInAsync(HttpContext, account, Input.Password!, place.ClientId, cancellationToken);
        if (outcome.Result == SignInResults.WrongSecret)
        {
            ModelState.AddModelError("Input.Password", words.WrongPassword(outcome.TriesLeft));
        }
        else if (outcome.Result == SignInResults.Throttled)
        {
            ModelState.AddModelError("Input.Password", words["密码试得太多了，请{0}后再试，或者改用短信验证码。", words.Span(outcome.Wait)]);
        }

        return outcome;
    }

    private async Task<SignInOutcome?> TryCodeAsync(CancellationToken cancellationToken)
    {
        if (ReadMobile() is not { } mobile)
        {
            return null;
        }

        SentTo = mobile;
        if (Input.Code is not { Length: >= 6 and <= LongestField } typed)
        {
            ModelState.AddModelError("Input.Code", words["请填写短信里的6位数字。"]);
            return null;
        }

        var outcome = await code.SignInAsync(HttpContext, mobile, typed, place.ClientId, cancellationToken);
        var problem = outcome.Result switch
        {
            SignInResults.WrongSecret => words.WrongCode(outcome.TriesLeft),
            SignInResults.Throttled => words["验证码试得太多了，请{0}后再试，或者改用密码。", words.Span(outcome.Wait)],
            SignInResults.StaleMobile => words["这个手机号已经超过{0}天没有核对，只用短信不能登录。请先用密码登录。", options.MobileProofDays],
            _ => null,
        };
        if (problem is not null)
        {
            Input.Code = null;
            ModelState.Remove("Input.Code");
            ModelState.AddModelError("Input.Code", problem);
        }

        return outcome;
    }

    private MobileNumber? ReadMobile()
    {
        if (MobileNumber.TryParse(Input.Mobile, out var mobile))
        {
            return mobile;
        }

        ModelState.AddModelError("Input.Mobile", words["请填写11位手机号，例如13900001234。"]);
        return null;
    }
}

/// <summary>Fields of the sign-in page.</summary>
internal sealed class LoginInput
{
    public string? Account { get; set; }

    public string? Password { get; set; }

    public string? Mobile { get; set; }

    public string? Code { get; set; }
}
