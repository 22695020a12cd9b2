using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Actors;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Http;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Codes;
using Trust.Identity.Data;
using Trust.Identity.Sessions;

namespace Trust.Identity.Registration;

/// <summary>A form that waits for its code.</summary>
internal sealed record WaitingRegistration(RegistrationRecord Record, RegistrationForm Form);

/// <summary>Keeps a filled-in form for the browser that filled it in, and sends the code that proves the telephone. Nothing of an account exists yet.</summary>
internal sealed class BeginRegistration(IdentityDbContext db, SendCode send, FieldCipher cipher, LookupHash hash, PublicOrigin origin, IdentityOptions options, TimeProvider time)
{
    private string CookieName => (origin.IsHttps ? "__Host-" : "") + "trust-registration";

    public async Task BeginAsync(HttpContext context, RegistrationForm form, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        var id = Guid.NewGuid();
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        db.Registrations.Add(new RegistrationRecord
        {
            Id = id,
            BrowserHash = BrowserSessions.HashOf(secret),
            Form = cipher.Encrypt(RegistrationRecord.FormColumn, id, JsonSerializer.Serialize(form)),
            MobileHash = hash.HashOf(form.Telephone()),
            CreatedAt = now,
            ExpiresAt = now + TimeSpan.FromMinutes(options.Registration.FormMinutes),
        });
        db.Audit(context.GetActor(), "identity.registration-begun", id.ToString("N"), payload: new { form.Agreement });
        await db.SaveChangesAsync(cancellationToken);
        context.Response.Cookies.Append(CookieName, secret, new CookieOptions
        {
            HttpOnly = true,
            Secure = origin.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            IsEssential = true,
            MaxAge = TimeSpan.FromMinutes(options.Registration.FormMinutes),
        });
        await SendAsync(context, form, cancellationToken);
    }

    public Task<CodeSending> SendAsync(HttpContext context, RegistrationForm form, CancellationToken cancellationToken) =>
        send.SendAsync(context, CodePurpose.Register, form.Telephone(), holder: "", known: true, cancellationToken);

    /// <summary>This browser's form; null when there is none, or it has served or is too old.</summary>
    public async Task<WaitingRegistration?> FindAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Request.Cookies[CookieName] is not { Length: > 0 and <= 128 } secret)
        {
            return null;
        }

        var browser = BrowserSessions.HashOf(secret);
        var now = time.GetUtcMicroseconds();
        var record = await db.Registrations.AsNoTracking().SingleOrDefaultAsync(row => row.BrowserHash == browser && row.CompletedAt == null && row.ExpiresAt > now, cancellationToken);
        return record is { Form: { } form }
            ? new WaitingRegistration(record, JsonSerializer.Deserialize<RegistrationForm>(cipher.Decrypt(RegistrationRecord.FormColumn, record.Id, form))!)
            : null;
    }
}
