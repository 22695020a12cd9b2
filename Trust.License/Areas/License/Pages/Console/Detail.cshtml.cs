using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Contracts.License;
using Trust.Hosting.Http;
using Trust.License.Data;
using Trust.License.Issuing;
using Trust.License.Looking;
using Trust.License.States;
using Trust.License.Types;
using Trust.Web;

namespace Trust.License.Areas.License.Pages.Console;

/// <summary>One licence: what it says, its life, its versions, and what waits for a second person.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsRole(StaffRole.LicenceOfficial, StaffRole.SecurityAdministrator, StaffRole.AuditAdministrator)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class DetailModel(
    LicenseDbContext db, LicenceTypeCatalogue types, VersionFiles files, HandOutFile handOut, ChangeState change, IIdentity identity, Actor actor, Words words, TimeProvider time) : PageModel
{
    public const string ConfirmAct = "license.confirm-state";

    private const int UsesShown = 20;

    /// <summary>An entry of the licence's life.</summary>
    internal sealed record Happening(DateTimeOffset At, string Title, string Note, bool IsPause);

    public LicenceRecord Licence { get; private set; } = null!;

    public LicenceType Type { get; private set; } = null!;

    public LicenceVersionRecord? Current { get; private set; }

    public LicenceData? Data { get; private set; }

    public IReadOnlyList<LicenceVersionRecord> Versions { get; private set; } = [];

    public IReadOnlyList<Happening> Life { get; private set; } = [];

    public IReadOnlyList<LicenceUseRecord> Uses { get; private set; } = [];

    public StateProposalRecord? Proposal { get; private set; }

    /// <summary>State today: dates and newer versions counted in.</summary>
    public string State { get; private set; } = "";

    public bool ActsFor { get; private set; }

    public bool MayConfirm { get; private set; }

    public bool MayChange => ActsFor && Proposal is null && LicenceStates.After(Licence.State).Count > 0;

    public bool MayAmend => ActsFor && Proposal is null && Licence.State == LicenceState.Valid;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) => await ReadAsync(id, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnGetFileAsync(Guid id, string? form, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(id, cancellationToken) || Current is null)
        {
            return NotFound();
        }

        var file = await handOut.ReadAsync(actor, Current.Id, form, LicenceUseKind.ReadByOffice, Licence.IssuerName, cancellationToken);
        return File(file.Content, file.ContentType, $"{Current.Identifier}.{file.Extension}");
    }

    public async Task<IActionResult> OnPostAsync(Guid id, bool agrees, string? assertion, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(id, cancellationToken) || Proposal is null)
        {
            return NotFound();
        }

        if (await identity.ConfirmActAsync(actor, new ActCall(ConfirmAct, Proposal.Id.ToString("N"), ActKind.Confirm, assertion), cancellationToken) is { Succeeded: false })
        {
            return Refuse(words["这项操作要用通行密钥确认。"]);
        }

        var decider = await change.DeciderAsync(actor, cancellationToken);
        var done = decider.Succeeded ? await change.DecideAsync(actor, decider.Value, Proposal.Id, agrees, cancellationToken) : decider.Error;
        return done.Succeeded ? Redirect($"/admin/license/{id:N}")
            : Refuse(done.Error.Code == LicenseErrors.SamePerson.Code ? words["提出的人不能自己确认，要由另一个人来做。"] : IssueModel.Explain(done.Error, words));
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await IssuingRules.Visible(db, actor).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } licence)
        {
            return false;
        }

        (Licence, Type) = (licence, types.Find(licence.TypeCode)!);
        Versions = await db.Versions.AsNoTracking().Where(row => row.LicenceId == id).OrderByDescending(row => row.Number).Select(VersionWithoutFiles.Of).ToListAsync(cancellationToken);
        Current = Versions.FirstOrDefault(row => row.Number == licence.CurrentVersion && row.Step == IssuingStep.Done);
        Data = (Current ?? (Versions.Count > 0 ? Versions[^1] : null)) is { } shown ? files.Data(shown) : null;
        State = Current is null ? "" : LicenceStates.OnDay(licence.State, Current.Number, Current.Number, Current.ValidFrom, Current.ValidTo, ProvinceDay.Of(time.GetUtcNow()));
        Proposal = await db.StateProposals.AsNoTracking().SingleOrDefaultAsync(row => row.LicenceId == id && row.State == ProposalState.Pending, cancellationToken);
        Uses = await db.Uses.AsNoTracking().Where(row => row.LicenceId == id).OrderByDescending(row => row.At).Take(UsesShown).ToListAsync(cancellationToken);
        Life = await LifeAsync(id, cancellationToken);
        ActsFor = await IssuingRules.ActsForAsync(db, actor, licence.IssuerCode, licence.Region, cancellationToken);
        MayConfirm = ActsFor && Proposal is not null && actor.PersonId != Proposal.PersonId;
        return true;
    }

    private async Task<IReadOnlyList<Happening>> LifeAsync(Guid id, CancellationToken cancellationToken)
    {
        var changes = await db.StateChanges.AsNoTracking().Where(row => row.LicenceId == id).ToListAsync(cancellationToken);
        var refused = await db.StateProposals.AsNoTracking().Where(row => row.LicenceId == id && row.State == ProposalState.Refused).ToListAsync(cancellationToken);
        return
        [
            .. Versions.Where(row => row.SealedAt is not null).Select(row => new Happening(
                    row.SealedAt!.Value, words["{0}，第{1}版", LicenceWords.Cause(words, row.Cause), row.Number], row.Basis is null ? Moments.Minute(row.SealedAt.Value) : $"{row.Basis}|{Moments.Minute(row.SealedAt.Value)}", false))
                .Concat(changes.Select(row => new Happening(row.RecordedAt, LicenceWords.Choice(words, row.To).Text, Ground(row), LicenceStates.Name(row.To) != "valid")))
                .Concat(refused.Select(row => new Happening(row.EndedAt!.Value, words["没有同意{0}", LicenceWords.Choice(words, row.To).Text], $"{row.EndedByName}|{Moments.Minute(row.EndedAt.Value)}", true)))
                .OrderByDescending(entry => entry.At),
        ];
    }

    private string Ground(StateChangeRecord row)
    {
        var people = row.ConfirmedByName is { } second ? words["{0}提出，{1}确认", row.PersonName, second].Value : row.PersonName;
        var effective = row.EffectiveAt == row.RecordedAt ? "" : "|" + words["从{0}起", Moments.Day(row.EffectiveAt)];
        return $"{row.Document}|{row.Basis}|{row.Reason}{effective}|{people}|{Moments.Minute(row.RecordedAt)}";
    }

    private PageResult Refuse(string text)
    {
        ModelState.AddModelError("", text);
        return Page();
    }
}
