using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts.Codes;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Data;

namespace Trust.Identity.Codes;

/// <param name="IsRight">Whether it was the code; it has served then.</param>
/// <param name="TriesLeft">How often this code can still be tried; 0 when there is none.</param>
internal sealed record CodeCheck(bool IsRight, int TriesLeft);

/// <summary>
/// Checks a code. A try is taken before anything is compared, by one conditional update: of any number of guesses at the same moment, from wherever, five are compared
/// and one can be right.
/// </summary>
internal sealed class CheckCode(IdentityDbContext db, LookupHash hash, IdentityOptions options, TimeProvider time)
{
    public async Task<CodeCheck> CheckAsync(string purpose, MobileNumber mobile, string holder, string code, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        var most = options.Codes.Tries;
        var mobileHash = hash.HashOf(mobile);
        var live = await db.OneTimeCodes.AsNoTracking().Where(row => row.MobileHash == mobileHash && row.Purpose == purpose && row.Holder == holder && row.EndedAt == null && row.ExpiresAt > now)
            .OrderByDescending(row => row.SentAt).FirstOrDefaultAsync(cancellationToken);
        var typed = SendCode.HashOf(hash, live?.Id ?? Guid.Empty, Fold(code));
        if (live is null || await TakeTryAsync(live.Id, most, now, cancellationToken) is not { } used)
        {
            return new CodeCheck(IsRight: false, TriesLeft: 0);
        }

        var isRight = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(typed), Encoding.ASCII.GetBytes(live.CodeHash))
            && await db.OneTimeCodes.Where(row => row.Id == live.Id && row.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.EndedAt, now), cancellationToken) == 1;
        return new CodeCheck(isRight, isRight ? 0 : Math.Max(0, most - used));
    }

    /// <summary>Whether a code is out there that could still be typed.</summary>
    public Task<bool> IsLiveAsync(string purpose, string mobileHash, string holder, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        var most = options.Codes.Tries;
        return db.OneTimeCodes.AnyAsync(row => row.MobileHash == mobileHash && row.Purpose == purpose && row.Holder == holder && row.EndedAt == null && row.ExpiresAt > now && row.Tries < most, cancellationToken);
    }

    private async Task<int?> TakeTryAsync(Guid id, int most, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = db.OneTimeCodes.Where(candidate => candidate.Id == id);
        var taken = await row.Where(candidate => candidate.EndedAt == null && candidate.ExpiresAt > now && candidate.Tries < most)
            .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.Tries, candidate => candidate.Tries + 1), cancellationToken);
        return taken == 1 ? await row.Select(candidate => candidate.Tries).SingleAsync(cancellationToken) : null;
    }

    // Full-width digits and the gap that telephones put in the middle.
    private static string Fold(string code) => string.Concat(Identifiers.Fold(code).Where(char.IsAsciiDigit));
}
