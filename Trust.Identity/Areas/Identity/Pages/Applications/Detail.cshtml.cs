using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Identity.Applications;
using Trust.Identity.Data;
using Trust.Identity.Oidc;
using Trust.Identity.Staff;
using Trust.Web;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Areas.Identity.Pages.Applications;

/// <summary>One application: what it may, new secret, disable and enable.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsRole(StaffRoles.SystemAdministrator, StaffRoles.SecurityAdministrator, StaffRoles.AuditAdministrator)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class DetailModel(IdentityDbContext db, ChangeApplication change, ConfirmAct acts, Actor actor, Words words) : PageModel
{
    public const string RotateAct = "identity.application-rotate";
    public const string StateAct = "identity.application-state";

    public ApplicationRecord Application { get; private set; } = null!;

    public RegisteredApplication? Rotated { get; private set; }

    public bool MayChange { get; private set; }

    public async Task<IActionResult> OnGetAsync(string clientId, CancellationToken cancellationToken) =>
        await ReadAsync(clientId, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostRotateAsync(string clientId, string? assertion, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(clientId, cancellationToken))
        {
            return NotFound();
        }

        // A key change is confirmed for itself, after everything else has been looked at.
        if (!MayChange || await acts.ConfirmAsync(actor, new ActCall(RotateAct, clientId, ActKind.Confirm, assertion), cancellationToken) is { Succeeded: false })
        {
            return Refuse();
        }

        var result = await change.RotateSecretAsync(actor, clientId, cancellationToken);
        if (!result.Succeeded)
        {
            ModelState.AddModelError("", result.Error == ApplicationErrors.Disabled ? words["应用已停用，不能换密钥。"] : words["这个应用没有密钥可换。"]);
            return Page();
        }

        Rotated = result.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostStateAsync(string clientId, bool disabled, string? assertion, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(clientId, cancellationToken))
        {
            return NotFound();
        }

        if (!MayChange || await acts.ConfirmAsync(actor, new ActCall(StateAct, clientId, ActKind.Act, assertion), cancellationToken) is { Succeeded: false })
        {
            return Refuse();
        }

        await change.SetDisabledAsync(actor, clientId, disabled, cancellationToken);
        return Redirect($"/admin/identity/applications/{clientId}");
    }

    public static IReadOnlyList<string> Addresses(string? json) => json is null ? [] : JsonSerializer.Deserialize<string[]>(json)!;

    public IReadOnlyList<string> ScopesOf() =>
        [.. Addresses(Application.Permissions).Where(permission => permission.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal)).Select(permission => permission[Permissions.Prefixes.Scope.Length..])];

    private PageResult Refuse()
    {
        ModelState.AddModelError("", words["这项操作要用通行密钥确认。"]);
        return Page();
    }

    private async Task<bool> ReadAsync(string clientId, CancellationToken cancellationToken)
    {
        if (await ApplicationRules.Visible(db, actor, toChange: false).AsNoTracking().SingleOrDefaultAsync(row => row.ClientId == clientId, cancellationToken) is not { } found)
        {
            return false;
        }

        Application = found;
        MayChange = await ApplicationRules.Visible(db, actor, toChange: true).AnyAsync(row => row.ClientId == clientId, cancellationToken);
        return true;
    }
}
