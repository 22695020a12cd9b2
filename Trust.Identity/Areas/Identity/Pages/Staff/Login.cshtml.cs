using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.Identity.Accounts;
using Trust.Identity.Oidc;
using Trust.Identity.SignIn;
using Trust.Identity.Staff;
using Trust.Web;

namespace Trust.Identity.Areas.Identity.Pages.Staff;

/// <summary>Staff sign in (工作人员登录): number, password and one-time code, or a passkey.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Secret)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class LoginModel(StaffSignIn signIn, PendingRequests requests, PublicOrigin origin, Actor actor, Words words) : PageModel
{
    internal sealed class InputForm
    {
        public string StaffNumber { get; set; } = "";

        public string Password { get; set; } = "";

        public string Code { get; set; } = "";
    }

    [BindProperty]
    public InputForm Input { get; set; } = new();

    public PendingRequest? Pending { get; private set; }

    public string Host => origin.HostAndPort;

    public async Task<IActionResult> OnGetAsync(string? request, string? @return, CancellationToken cancellationToken)
    {
        await ReadAsync(request, cancellationToken);
        return actor.Kind == ActorKind.Person && Pending is null ? Redirect(Next(@return)) : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? request, string? @return, CancellationToken cancellationToken)
    {
        await ReadAsync(request, cancellationToken);
        Demand(nameof(Input.StaffNumber), Input.StaffNumber, words["请填写工号。"]);
        Demand(nameof(Input.Password), Input.Password, words["请填写密码。"]);
        Demand(nameof(Input.Code), Input.Code, words["请填写动态口令，6位数字。"]);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var outcome = await signIn.SignInAsync(HttpContext, Input.StaffNumber, Input.Password, Input.Code, Pending?.Record.ClientId, cancellationToken);
        if (outcome.Succeeded)
        {
            return Redirect(Next(@return));
        }

        Refuse(outcome);
        return Page();
    }

    public async Task<IActionResult> OnPostPasskeyAsync(string? request, string? @return, string? assertion, CancellationToken cancellationToken)
    {
        ModelState.Clear();
        await ReadAsync(request, cancellationToken);
        if (await signIn.SignInByPasskeyAsync(HttpContext, assertion, Pending?.Record.ClientId, cancellationToken))
        {
            return Redirect(Next(@return));
        }

        ModelState.AddModelError("", words["没有认出这把通行密钥。请再试一次，或者用密码和动态口令登录。"]);
        return Page();
    }

    private void Demand(string field, string? value, string sentence)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            ModelState.AddModelError($"Input.{field}", sentence);
        }
    }

    private void Refuse(SignInOutcome outcome)
    {
        if (outcome.Result == SignInResults.Throttled)
        {
            Response.StatusCode = 429;
            Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(outcome.Wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            ModelState.AddModelError("", words["试的次数太多了，请{0}后再试。", words.Span(outcome.Wait)]);
            return;
        }

        ModelState.AddModelError("Input.StaffNumber", words["工号、密码或动态口令不对。"]);
    }

    private string Next(string? path) => Pending?.ContinueAddress ?? (path is null ? "/account/staff/home" : LocalPath.OrHome(path));

    private async Task ReadAsync(string? request, CancellationToken cancellationToken)
    {
        Pending = Guid.TryParseExact(request, "N", out var id) && await requests.FindAsync(HttpContext, id, cancellationToken) is { Record.Realm: Realm.Staff } found ? found : null;
        if (Pending is { } pending)
        {
            FormAction.Allow(HttpContext, pending.RedirectOrigin);
        }
    }
}
