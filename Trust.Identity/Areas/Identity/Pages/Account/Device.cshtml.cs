using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.Identity.Consents;
using Trust.Identity.Data;
using Trust.Identity.Oidc;
using Trust.Identity.Persons;
using Trust.Identity.Sessions;
using Trust.Identity.SignIn;
using Trust.Web;

namespace Trust.Identity.Areas.Identity.Pages.Account;

/// <summary>Lets a device sign in that has no browser of its own (RFC 8628): which application, from where, which code; yes or no.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Secret)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class DeviceModel(
    DeviceRequests devices, ConsentStore consents, DescribeConsent describe, BrowserSessions sessions, IdentityDbContext db, IdentityOptions options, Actor actor, TimeProvider time, Words words)
    : PageModel
{
    public const string CodeField = OpenIddictConstants.Parameters.UserCode;

    private const int LongestCode = 64;

    /// <summary>What waits for an answer; null while the code is asked for.</summary>
    public DeviceRequest? Waiting { get; private set; }

    public IReadOnlyList<ConsentLine> Lines { get; private set; } = [];

    /// <summary>Code as typed, when it meant nothing.</summary>
    public string? Typed { get; private set; }

    /// <summary>Why the code did not do.</summary>
    public string? Problem { get; private set; }

    public bool? IsAllowed { get; private set; }

    public int Days => options.ConsentDays;

    public DateTimeOffset Now => time.GetUtcNow();

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = CodeField)] string? code, string? done, CancellationToken cancellationToken)
    {
        IsAllowed = done switch { "allowed" => true, "refused" => false, _ => null };
        return IsAllowed is null && code is not null ? await ReadAsync(code, cancellationToken) ?? Page() : Page();
    }

    public async Task<IActionResult> OnPostAsync(
        [FromForm(Name = CodeField)] string? code, string? decision, [FromForm(Name = "Input.Scopes")] string[] chosen, CancellationToken cancellationToken)
    {
        if (await ReadAsync(code, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        if (Waiting is not { } request || decision is not ("allow" or "deny"))
        {
            return Page();
        }

        if (decision == "deny")
        {
            await devices.RefuseAsync(HttpContext, actor, request, cancellationToken);
            return new EmptyResult();
        }

        return await AllowAsync(request, chosen, cancellationToken);
    }

    private async Task<IActionResult> AllowAsync(DeviceRequest request, string[] chosen, CancellationToken cancellationToken)
    {
        var (session, person) = await FindAsync(cancellationToken);
        if (session is null)
        {
            return Challenge();
        }

        // What was not on the page cannot be given, whatever was posted.
        var asked = ConsentStore.Asked(request.Scopes);
        var given = asked.Where(scope => !ConsentStore.IsOptional(request.Application, scope) || chosen.Contains(scope)).ToList();
        await consents.GiveAsync(actor, actor.AccountId!.Value, request.Application, asked, given, cancellationToken);
        var scopes = request.Scopes.Where(scope => !asked.Contains(scope) || given.Contains(scope)).ToList();
        if (await devices.AllowAsync(HttpContext, actor, request, session, person!, scopes, cancellationToken))
        {
            return new EmptyResult();
        }

        Fail(request.Code, words["代码不对，或者已经失效。请看设备上现在显示的代码。"]);
        return Page();
    }

    // What the page shows; or where to go before it.
    private async Task<IActionResult?> ReadAsync(string? code, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(code) || code.Length > LongestCode)
        {
            Fail(null, words["请填写设备上显示的代码，12位数字。"]);
            return null;
        }

        var (request, wait) = await devices.FindAsync(HttpContext, actor, cancellationToken);
        if (request is null)
        {
            Fail(code, wait is { } pause ? words["试得太多了，请{0}后再试。", words.Span(pause)] : words["代码不对，或者已经失效。请看设备上现在显示的代码。"]);
            if (wait is { } span)
            {
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(span.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            }

            return null;
        }

        var (session, person) = await FindAsync(cancellationToken);
        if (session is null)
        {
            return Challenge();
        }

        if (SessionLevel.Of(session, person!, Now) < request.Application.MinimumLevel)
        {
            return Redirect($"/account/step-up?return={Uri.EscapeDataString(request.Address)}&level={request.Application.MinimumLevel}");
        }

        Waiting = request;
        Lines = await describe.OfAsync(session.AccountId, request.Application, ConsentStore.Asked(request.Scopes), cancellationToken);
        return null;
    }

    private async Task<(SessionRecord? Session, PersonRecord? Person)> FindAsync(CancellationToken cancellationToken)
    {
        var session = await sessions.FindAsync(actor, cancellationToken);
        return session is null ? (null, null) : (session, await db.Persons.AsNoTracking().SingleAsync(row => row.Id == session.PersonId, cancellationToken));
    }

    private void Fail(string? typed, string problem)
    {
        Waiting = null;
        Typed = typed;
        Problem = problem;
        ModelState.AddModelError(CodeField, problem);
    }
}
