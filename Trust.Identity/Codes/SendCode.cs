using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts.Codes;
using Trust.Hosting.Actors;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Http;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.SignIn;

namespace Trust.Identity.Codes;

/// <summary>What became of the wish for a code.</summary>
internal enum SendOutcome
{
    /// <summary>On its way, or would be if the number were anybody's.</summary>
    Sent,

    /// <summary>The last one to this number was sent a moment ago, or too many were today.</summary>
    NumberWaits,

    /// <summary>This network has asked too often.</summary>
    SourceWaits,

    /// <summary>The whole installation sends no more just now.</summary>
    AllWait,
}

/// <param name="Outcome">What became of it.</param>
/// <param name="Wait">When the next may be sent.</param>
internal sealed record CodeSending(SendOutcome Outcome, TimeSpan Wait);

/// <summary>
/// Sends a six-digit code to a telephone. Known and unknown numbers get the same answer for the same work; only the message is missing, and the hash of an unknown
/// number's row fits no code.
/// </summary>
internal sealed class SendCode(IdentityDbContext db, SmsQueue queue, SmsTexts texts, Allowance allowance, LookupHash hash, IdentityOptions options, TimeProvider time)
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public static string HashOf(LookupHash hash, Guid id, string code) => hash.Of("code", $"{id:N}|{code}");

    /// <summary>Sends one, within the limits; the earlier one of the same purpose ends.</summary>
    /// <param name="context">The request, for who asks.</param>
    /// <param name="purpose">One of <see cref="CodePurpose"/>.</param>
    /// <param name="mobile">Where to.</param>
    /// <param name="holder">Who may try it, see <see cref="OneTimeCodeRecord.Holder"/>; each holder has limits of its own.</param>
    /// <param name="known">Whether the number has a use for a code.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<CodeSending> SendAsync(HttpContext context, string purpose, MobileNumber mobile, string holder, bool known, CancellationToken cancellationToken)
    {
        var mobileHash = hash.HashOf(mobile);
        var sourceHash = hash.Of("code-source", RateSource.Of(context));
        var sending = await WithinLimitsAsync(mobileHash, holder, sourceHash, cancellationToken);
        if (sending.Outcome == SendOutcome.Sent)
        {
            await SaveAsync(context, purpose, mobile, mobileHash, holder, sourceHash, known, cancellationToken);
            return sending;
        }

        db.Audit(context.GetActor(), "identity.code-not-sent", mobileHash, sending.Outcome.ToString(), new { purpose });
        await db.SaveChangesAsync(cancellationToken);
        return sending;
    }

    private async Task<CodeSending> WithinLimitsAsync(string mobileHash, string holder, string sourceHash, CancellationToken cancellationToken)
    {
        var settings = options.Codes;

        // A known device sends to its own account's telephone only, within the limits of that; its neighbours in the network do not stop it.
        if (holder.Length == 0 && await allowance.TakeAsync($"code-source|{sourceHash}", settings.PerSourceAndHour, TimeSpan.FromHours(1), cancellationToken) is { } source)
        {
            return new CodeSending(SendOutcome.SourceWaits, source);
        }

        var pause = TimeSpan.FromSeconds(settings.ResendSeconds);
        if (await allowance.TakeAsync($"code-number|{mobileHash}|{holder}", 1, pause, cancellationToken) is { } number)
        {
            return new CodeSending(SendOutcome.NumberWaits, number);
        }

        // One request a minute comes this far for a number, so that counting rows is exact.
        var now = time.GetUtcMicroseconds();
        var since = now - Day;
        var today = await db.OneTimeCodes.Where(row => row.MobileHash == mobileHash && row.Holder == holder && row.SentAt > since).OrderBy(row => row.SentAt).Select(row => row.SentAt).ToListAsync(cancellationToken);
        if (today.Count >= settings.PerNumberAndDay)
        {
            return new CodeSending(SendOutcome.NumberWaits, today[^settings.PerNumberAndDay] + Day - now);
        }

        return await allowance.TakeAsync("code-total", settings.InTotalAndMinute, TimeSpan.FromMinutes(1), cancellationToken) is { } all
            ? new CodeSending(SendOutcome.AllWait, all)
            : new CodeSending(SendOutcome.Sent, pause);
    }

    private async Task SaveAsync(
        HttpContext context, string purpose, MobileNumber mobile, string mobileHash, string holder, string sourceHash, bool known, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        var id = Guid.CreateVersion7(now);
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        var nobodys = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.OneTimeCodes.Where(row => row.MobileHash == mobileHash && row.Purpose == purpose && row.Holder == holder && row.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.EndedAt, now), cancellationToken);
        db.OneTimeCodes.Add(new OneTimeCodeRecord
        {
            Id = id,
            Purpose = purpose,
            MobileHash = mobileHash,
            CodeHash = HashOf(hash, id, known ? code : nobodys),
            SentAt = now,
            ExpiresAt = now + TimeSpan.FromMinutes(options.Codes.LifeMinutes),
            Tries = 0,
            Holder = holder,
            SourceHash = sourceHash,
        });
        queue.Add(mobile, texts.Code(purpose, code, options.Codes.LifeMinutes), TimeSpan.FromMinutes(options.Codes.LifeMinutes), send: known);
        db.Audit(context.GetActor(), "identity.code-sent", mobileHash, payload: new { purpose });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        queue.Wake();
    }
}
