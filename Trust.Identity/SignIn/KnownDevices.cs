using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Data;
using Trust.Hosting.Http;
using Trust.Identity.Data;
using Trust.Identity.Sessions;

namespace Trust.Identity.SignIn;

/// <summary>
/// Browsers in which an account has signed in before. The cookie holds one secret an account, newest first, so that a family shares a computer; the rows hold hashes.
/// It opens nothing: it only tells a person at home from a stranger who guesses.
/// </summary>
internal sealed class KnownDevices(IdentityDbContext db, PublicOrigin origin, TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(180);

    private const int MostAccounts = 4;
    private const int SecretBytes = 32;
    private const int SecretLength = 43;

    private string CookieName => (origin.IsHttps ? "__Host-" : "") + "trust-device";

    /// <summary>This browser's row for an account, or null. An unknown account costs the same query.</summary>
    public async Task<Guid?> FindAsync(HttpContext context, Guid? accountId, CancellationToken cancellationToken)
    {
        var hashes = Secrets(context).Select(BrowserSessions.HashOf).ToList();
        if (hashes.Count == 0)
        {
            return null;
        }

        var account = accountId ?? Guid.Empty;
        var since = time.GetUtcMicroseconds() - Life;
        var id = await db.KnownDevices.Where(row => row.AccountId == account && row.LastUsedAt > since && hashes.Contains(row.SecretHash))
            .Select(row => row.Id).FirstOrDefaultAsync(cancellationToken);
        return id == Guid.Empty ? null : id;
    }

    /// <summary>Makes this browser a known one of an account; a new row waits in the context.</summary>
    public async Task RememberAsync(HttpContext context, Guid accountId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        var secrets = Secrets(context);
        if (await FindAsync(context, accountId, cancellationToken) is { } known)
        {
            await db.KnownDevices.Where(row => row.Id == known).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), cancellationToken);
        }
        else
        {
            var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
            secrets = [secret, .. secrets.Take(MostAccounts - 1)];
            db.KnownDevices.Add(new KnownDeviceRecord { Id = Guid.CreateVersion7(now), AccountId = accountId, SecretHash = BrowserSessions.HashOf(secret), CreatedAt = now, LastUsedAt = now });
        }

        context.Response.Cookies.Append(CookieName, string.Join('.', secrets), new CookieOptions
        {
            HttpOnly = true,
            Secure = origin.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            IsEssential = true,
            MaxAge = Life,
        });
    }

    private List<string> Secrets(HttpContext context) =>
        [.. (context.Request.Cookies[CookieName] ?? "").Split('.').Where(secret => secret.Length == SecretLength).Take(MostAccounts)];
}
