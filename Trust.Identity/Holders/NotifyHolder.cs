using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Contracts.Identity;
using Trust.Crypto;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Http;
using Trust.Hosting.Idempotency;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Codes;
using Trust.Identity.Data;
using Trust.Identity.Persons;

namespace Trust.Identity.Holders;

/// <summary>
/// Has the holder of a licence told by SMS: whoever proved the number, or represents the organisation by law and proved their own. The words are ours; a caller names one of them.
/// </summary>
internal sealed partial class NotifyHolder(IdentityDbContext db, SmsQueue queue, SmsTexts texts, FieldCipher cipher, LookupHash hash, TimeProvider time)
{
    private static readonly TimeSpan NoticeLife = TimeSpan.FromHours(24);

    /// <summary>Who is meant: key of the audit row, the organisation's name, and the accounts that are told.</summary>
    private sealed record Receivers(string Subject, string? Organisation, IQueryable<AccountRecord> Accounts);

    public static void Map(IEndpointRouteBuilder operations) =>
        operations.MapPost("/notify-holder", HandleAsync).Operation("identity.notify-holder", changes: true, ActorKind.Process);

    public async Task<Result<int>> NotifyAsync(Actor actor, NotifyHolderCall call, IdempotencyKey key, CancellationToken cancellationToken)
    {
        if (actor.Kind != ActorKind.Process)
        {
            return IdentityErrors.ProcessOnly;
        }

        if (!LicenceTypeName().IsMatch(call.LicenceType ?? "") || texts.Notice(call.Template, call.LicenceType!, null) is null
            || await ReceiversAsync(call, cancellationToken) is not { } receivers)
        {
            return IdentityErrors.NoticeInvalid;
        }

        var told = await db.ExecuteIdempotentAsync(actor.ToString(), key, DigestOf(call, receivers.Subject), stop => TellAsync(actor, call, receivers, stop), cancellationToken);
        queue.Wake();
        return told;
    }

    private async Task<Result<int>> TellAsync(Actor actor, NotifyHolderCall call, Receivers receivers, CancellationToken cancellationToken)
    {
        var accounts = await receivers.Accounts.AsNoTracking().ToListAsync(cancellationToken);
        var text = texts.Notice(call.Template, call.LicenceType, receivers.Organisation)!;
        foreach (var account in accounts)
        {
            queue.Add(MobileNumber.Parse(cipher.Decrypt(AccountRecord.MobileColumn, account.Id, account.Mobile)), text, NoticeLife);
        }

        db.Audit(actor, "identity.holder-notified", receivers.Subject, payload: new { call.Template, call.LicenceType, Told = accounts.Select(account => account.PersonId) });
        return accounts.Count;
    }

    private async Task<Receivers?> ReceiversAsync(NotifyHolderCall call, CancellationToken cancellationToken)
    {
        if (call.CodeType == HolderCodes.CitizenNumber && CitizenIdNumber.TryParse(call.Code, out var number))
        {
            var numberHash = hash.HashOf(number);
            return new Receivers(numberHash, null, Proved(db.Persons.Where(person => person.IdNumberHash == numberHash)));
        }

        if (call.CodeType != HolderCodes.CreditCode || UnifiedSocialCreditCode.Check(call.Code, out var code) == CreditCodeCheck.Invalid)
        {
            return null;
        }

        var name = await db.Organisations.Where(row => row.CreditCode == code.Value).Select(row => row.Name).SingleOrDefaultAsync(cancellationToken);
        return new Receivers(code.Value, name, Proved(db.Persons.Where(person => (
            from row in db.Representations
            join organisation in db.Organisations on row.OrganisationId equals organisation.Id
            where organisation.CreditCode == code.Value && row.EndedAt == null
            select row.PersonId).Contains(person.Id))));
    }

    // A telephone of somebody who only claims to be the holder gets nothing.
    private IQueryable<AccountRecord> Proved(IQueryable<PersonRecord> persons)
    {
        var now = time.GetUtcMicroseconds();
        return from person in persons
               join account in db.Accounts on person.Id equals account.PersonId
               where person.Level >= PersonRecord.ProvedLevel && (person.LevelExpiresAt == null || person.LevelExpiresAt > now)
                   && account.Realm == Realm.Citizen && account.DisabledAt == null && account.Mobile != null
               select account;
    }

    // Over the keyed hash, not the number: whoever reads the table of answers could try out numbers.
    private static byte[] DigestOf(NotifyHolderCall call, string subject) =>
        Sm3.HashData(Encoding.UTF8.GetBytes($"trust-notify-holder-v1\n{call.CodeType}\n{subject}\n{call.Template}\n{call.LicenceType}"));

    private static async Task<IResult> HandleAsync(
        NotifyHolderCall call, [FromHeader(Name = IdempotencyEndpoints.HeaderName)] string? header, Actor actor, IIdentity identity, CancellationToken cancellationToken) =>
        IdempotencyKey.TryParse(header, out var key)
            ? (await identity.NotifyHolderAsync(actor, call, key, cancellationToken)).ToOperation()
            : Problems.From(IdempotencyErrors.KeyMissing);

    // No full stop of any script, so no telephone makes a link of it; no long row of digits, which would read as a number to call.
    [GeneratedRegex(@"^(?!.*\d{5})[\p{L}\p{N}\p{M}\p{Cs}（）()《》〔〕“”·、，：/ -]{2,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LicenceTypeName();
}
