using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.Identity.Consents;
using Trust.Identity.Data;
using Trust.Identity.Oidc;
using Trust.Web;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Areas.Identity.Pages.Consent;

/// <summary>One thing that the application wants to know.</summary>
internal sealed record ConsentLine(string Scope, string Name, string Value, bool Optional);

/// <summary>Consent (授权确认): must-have and may-have apart, values masked, both answers equal.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class IndexModel(
    PendingRequests pending, AuthorizeFlow flow, ConsentStore consents, ReleasedClaims released, IdentityDbContext db, IdentityOptions options, Actor actor, Words words) : PageModel
{
    public PendingRequest Pending { get; private set; } = null!;

    public IReadOnlyList<ConsentLine> Lines { get; private set; } = [];

    public int Days => options.ConsentDays;

    public async Task<IActionResult> OnGetAsync(string? request, CancellationToken cancellationToken) =>
        await ReadAsync(request, cancellationToken) ? Page() : Ended();

    public async Task<IActionResult> OnPostAsync(string? request, string? decision, [FromForm(Name = "Input.Scopes")] string[] chosen, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(request, cancellationToken))
        {
            return Ended();
        }

        if (decision != "allow")
        {
            return Redirect(await flow.RefuseAsync(Pending, Errors.AccessDenied, cancellationToken));
        }

        // What was not on the page cannot be given, whatever was posted.
        var given = ConsentStore.Asked(Pending).Where(scope => !ConsentStore.IsOptional(Pending.Application, scope) || chosen.Contains(scope)).ToList();
        await consents.GiveAsync(actor, actor.AccountId!.Value, Pending, given, cancellationToken);
        return Redirect(await flow.NextAsync(HttpContext, Pending, cancellationToken));
    }

    private async Task<bool> ReadAsync(string? request, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(request, "N", out var id) || await pending.FindAsync(HttpContext, id, cancellationToken) is not { } found || actor.Capacity?.Kind == CapacityKind.Staff)
        {
            return false;
        }

        Pending = found;
        FormAction.Allow(HttpContext, found.RedirectOrigin);
        await DescribeAsync(cancellationToken);
        return true;
    }

    private async Task DescribeAsync(CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.Id == actor.AccountId, cancellationToken);
        var person = await db.Persons.AsNoTracking().SingleAsync(row => row.Id == account.PersonId, cancellationToken);
        Lines = [.. ConsentStore.Asked(Pending).Select(scope => new ConsentLine(scope, NameOf(scope), ValueOf(scope, account, person), ConsentStore.IsOptional(Pending.Application, scope)))];
    }

    private string NameOf(string scope) => scope switch
    {
        Scopes.Profile => words["姓名、性别和出生日期"],
        Scopes.Phone => words["手机号"],
        OidcScopes.IdDocument => words["身份证号（部分隐藏）"],
        OidcScopes.Account => words["查看和管理您的登录与授权记录"],
        _ => words["其他信息（{0}）", scope],
    };

    private string ValueOf(string scope, Accounts.AccountRecord account, Persons.PersonRecord person) => scope switch
    {
        Scopes.Profile => person.Name,
        Scopes.Phone => released.MobileOf(account)?.ToString() ?? words["没有登记"],
        OidcScopes.IdDocument => released.IdNumberOf(person)?.ToString() ?? words["没有登记"],
        _ => "",
    };

    private RedirectResult Ended() => Redirect("/account/request-refused?reason=ended");
}
