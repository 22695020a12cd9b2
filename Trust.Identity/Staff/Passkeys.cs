using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Data;
using Trust.Hosting.Http;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Sessions;

namespace Trust.Identity.Staff;

/// <summary>A question for the browser's authenticator: id of the challenge, and options as WebAuthn wants them.</summary>
internal sealed record PasskeyQuestion(Guid Id, string OptionsJson);

/// <summary>An accepted answer.</summary>
internal sealed record PasskeyAnswer(AccountRecord Account, string Method, string CredentialDigest);

/// <summary>
/// Passkeys by the framework's handler. The challenge lies in our database, bound to one session (or browser, before sign-in) and one purpose; taking it deletes it, so an
/// answer counts once.
/// </summary>
internal sealed class Passkeys(IPasskeyHandler<AccountRecord> handler, PasskeyStore store, IdentityDbContext db, PublicOrigin origin, TimeProvider time)
{
    public const string SignInPurpose = "sign-in";
    public const string EnrolPurpose = "enrol";

    private const int LongestAnswer = 16 * 1024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private string CookieName => (origin.IsHttps ? "__Host-" : "") + "trust-passkey";

    /// <summary>Question for somebody signed in, about one purpose.</summary>
    public async Task<PasskeyQuestion> AskAsync(HttpContext context, AccountRecord account, string sid, string purpose, CancellationToken cancellationToken)
    {
        var options = await handler.MakeRequestOptionsAsync(account, context);
        return await KeepAsync(sid, [], purpose, options.AssertionState, options.RequestOptionsJson, cancellationToken);
    }

    /// <summary>Question for whoever wants to sign in; the authenticator knows the account.</summary>
    public async Task<PasskeyQuestion> AskStrangerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        context.Response.Cookies.Append(CookieName, secret, new CookieOptions
        {
            HttpOnly = true,
            Secure = origin.IsHttps,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            IsEssential = true,
            MaxAge = Lifetime,
        });
        var options = await handler.MakeRequestOptionsAsync(null, context);
        return await KeepAsync(null, BrowserSessions.HashOf(secret), SignInPurpose, options.AssertionState, options.RequestOptionsJson, cancellationToken);
    }

    public async Task<PasskeyQuestion> AskToEnrolAsync(HttpContext context, AccountRecord account, string displayName, string sid, CancellationToken cancellationToken)
    {
        var entity = new PasskeyUserEntity { Id = account.Id.ToString("N"), Name = account.UserName!, DisplayName = displayName };
        var options = await handler.MakeCreationOptionsAsync(entity, context);
        return await KeepAsync(sid, [], EnrolPurpose, options.AttestationState, options.CreationOptionsJson, cancellationToken);
    }

    /// <summary>Checks an answer <c>{challenge id}.{base64url of the credential's JSON}</c>; null for any fault. The caller saves the new counter.</summary>
    public async Task<PasskeyAnswer?> CheckAsync(HttpContext context, string? text, string? sid, string purpose, CancellationToken cancellationToken)
    {
        if (await TakeAsync(context, text, sid, purpose, cancellationToken) is not { } taken)
        {
            return null;
        }

        try
        {
            var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = taken.Json, AssertionState = taken.State });
            if (!result.Succeeded || !result.Passkey.IsUserVerified)
            {
                return null;
            }

            await store.AddOrUpdatePasskeyAsync(result.User, result.Passkey, cancellationToken);
            return new PasskeyAnswer(result.User, result.Passkey.IsBackupEligible ? Factor.SyncedPasskey : Factor.DevicePasskey, DigestOf(result.Passkey.CredentialId));
        }
        catch (PasskeyException)
        {
            return null;
        }
    }

    /// <summary>Adds a passkey from an answer to an enrolment; the caller saves.</summary>
    public async Task<bool> EnrolAsync(HttpContext context, AccountRecord account, string name, string? text, string sid, CancellationToken cancellationToken)
    {
        if (await TakeAsync(context, text, sid, EnrolPurpose, cancellationToken) is not { } taken)
        {
            return false;
        }

        try
        {
            var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = taken.Json, AttestationState = taken.State });
            if (!result.Succeeded || !result.Passkey.IsUserVerified)
            {
                return false;
            }

            result.Passkey.Name = name;
            await store.AddOrUpdatePasskeyAsync(account, result.Passkey, cancellationToken);
            return true;
        }
        catch (PasskeyException)
        {
            return false;
        }
    }

    /// <summary>Names a credential in records without saying it.</summary>
    public static string DigestOf(byte[] credentialId) => Convert.ToHexStringLower(SHA256.HashData(credentialId).AsSpan(0, 8));

    private async Task<PasskeyQuestion> KeepAsync(string? sid, byte[] browser, string purpose, string? state, string json, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        var row = new PasskeyChallengeRecord { Id = Guid.NewGuid(), Sid = sid, BrowserHash = browser, Purpose = purpose, State = state ?? "", ExpiresAt = now + Lifetime };
        await db.PasskeyChallenges.Where(old => old.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        db.PasskeyChallenges.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        return new PasskeyQuestion(row.Id, json);
    }

    private async Task<(string State, string Json)?> TakeAsync(HttpContext context, string? text, string? sid, string purpose, CancellationToken cancellationToken)
    {
        if (text is not { Length: > 33 and <= LongestAnswer } || text[32] != '.' || !Guid.TryParseExact(text[..32], "N", out var id) || !Base64Url.IsValid(text.AsSpan(33)))
        {
            return null;
        }

        var row = await db.PasskeyChallenges.AsNoTracking().SingleOrDefaultAsync(challenge => challenge.Id == id, cancellationToken);
        var fits = row is not null && row.Sid == sid && row.Purpose == purpose && row.ExpiresAt > time.GetUtcNow() && (sid is not null || IsBrowser(context, row));
        return fits && await db.PasskeyChallenges.Where(challenge => challenge.Id == id).ExecuteDeleteAsync(cancellationToken) == 1
            ? (row!.State, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text.AsSpan(33))))
            : null;
    }

    private bool IsBrowser(HttpContext context, PasskeyChallengeRecord row) => context.Request.Cookies[CookieName] is { Length: 43 } secret
        && CryptographicOperations.FixedTimeEquals(row.BrowserHash, BrowserSessions.HashOf(secret));
}
