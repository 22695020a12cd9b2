using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.License.Data;
using Trust.License.Holding;
using Trust.License.Issuing;
using Trust.License.Looking;

namespace Trust.License.Areas.License.Pages.Wallet;

/// <summary>One licence in the holder's hand: one-time code, content, files, and who used it.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsLevel(2)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class CardModel(LicenseDbContext db, HeldLicences held, ShowOnce show, HandOutFile handOut, Actor actor) : PageModel
{
    private const int UsesShown = 10;

    public HeldLicence Row { get; private set; } = null!;

    public IReadOnlyList<LicenceUseRecord> Uses { get; private set; } = [];

    public int UseCount { get; private set; }

    public bool ShowsAll { get; private set; }

    public ShownCode? Code { get; private set; }

    public QrModules? Modules { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, string? uses, CancellationToken cancellationToken)
    {
        ShowsAll = uses == "all";
        return await ReadAsync(id, cancellationToken) ? Page() : NotFound();
    }

    /// <summary>A code is shown for a minute. It stands in the page only, never in an address of ours.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        Code = await show.MakeAsync(actor, Row, cancellationToken);
        Modules = QrModules.Of(Code.Address);
        return Page();
    }

    public async Task<IActionResult> OnGetFileAsync(Guid id, string? form, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        var file = await handOut.ReadAsync(actor, Row.Version.Id, form, LicenceUseKind.Downloaded, null, cancellationToken);
        return File(file.Content, file.ContentType, $"{Row.Type.Name}-{Row.Data.Form.IssuedOn:yyyyMMdd}.{file.Extension}");
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        var holders = await held.HoldersAsync(actor, cancellationToken);
        if (!holders.Succeeded || await held.FindAsync(holders.Value, id, cancellationToken) is not { } row)
        {
            return false;
        }

        Row = row;
        UseCount = await db.Uses.CountAsync(use => use.LicenceId == id, cancellationToken);
        Uses = await db.Uses.AsNoTracking().Where(use => use.LicenceId == id).OrderByDescending(use => use.At).Take(ShowsAll ? 200 : UsesShown).ToListAsync(cancellationToken);
        return true;
    }
}
