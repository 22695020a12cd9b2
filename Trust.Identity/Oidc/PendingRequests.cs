using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Trust.Hosting.Data;
using Trust.Hosting.Http;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Sessions;

namespace Trust.Identity.Oidc;

/// <summary>A pending authorization request with what its pages show and demand.</summary>
internal sealed record PendingRequest(PendingRequestRecord Record, ApplicationRecord Application, OpenIddictRequest Parameters)
{
    /// <summary>Where the pages that serve it go on.</summary>
    public string ContinueAddress => $"{(Record.Realm == Realm.Staff ? "/account/staff/authorize" : "/account/authorize")}/{Record.Id:N}";

    /// <summary>Origin of the validated redirect address, which forms inside the request may end at.</summary>
    public string RedirectOrigin => new Uri(Parameters.RedirectUri!).GetLeftPart(UriPartial.Authority);
}

/// <summary>
/// Authorization requests between the application's question and our answer. The parameters are kept as they were validated; the request goes on only in the browser
/// that began it (a cookie's secret), and ends at the authorization endpoint with a ticket that counts once.
/// </summary>
internal sealed class PendingRequests(IdentityDbContext db, FieldCipher cipher, PublicOrigin origin, TimeProvider time)
{
    public const string IdParameter = "trust_request";
    public const string TicketParameter = "trust_ticket";

    /// <summary>Subject of the ID token that came as a hint; nobody else may answer the request.</summary>
    public const string SubjectParameter = "trust_subject";

    // Long enough to look for a telephone, or to register first.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(60);

    private string CookieName => (origin.IsHttps ? "__Host-" : "") + "trust-request";

    public async Task<PendingRequest> BeginAsync(
        HttpContext context, ApplicationRecord application, OpenIddictRequest request, string? hintedSubject, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        var id = Guid.NewGuid();
        request.SetParameter(SubjectParameter, hintedSubject);
        var parameters = request.GetParameters().Where(parameter => parameter.Key is not ("request_uri" or "client_secret" or "client_assertion" or "client_assertion_type"))
            .ToDictionary(parameter => parameter.Key, parameter => (string?)parameter.Value);
        var record = new PendingRequestRecord
        {
            Id = id,
            BrowserHash = BrowserSessions.HashOf(BrowserSecret(context)),
            ClientId = application.ClientId!,
            Realm = application.Realm,
            Parameters = cipher.Encrypt(PendingRequestRecord.ParametersColumn, id, JsonSerializer.Serialize(parameters)),
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        };
        db.PendingRequests.Add(record);
        await db.SaveChangesAsync(cancellationToken);
        return new PendingRequest(record, application, request);
    }

    /// <summary>The request, tracked; null unless it is alive and was begun in this browser.</summary>
    public async Task<PendingRequest?> FindAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        if (context.Request.Cookies[CookieName] is not { Length: > 0 and <= 128 } secret)
        {
            return null;
        }

        var record = await db.PendingRequests.SingleOrDefaultAsync(row => row.Id == id && row.FinishedAt == null, cancellationToken);
        if (record is null || record.ExpiresAt <= time.GetUtcNow() || !CryptographicOperations.FixedTimeEquals(record.BrowserHash, BrowserSessions.HashOf(secret)))
        {
            return null;
        }

        var application = await db.Applications.AsNoTracking().SingleOrDefaultAsync(row => row.ClientId == record.ClientId && row.DisabledAt == null, cancellationToken);
        return application is null ? null : new PendingRequest(record, application, Open(record));
    }

    /// <summary>Gives the answer and the ticket that carries it to the authorization endpoint.</summary>
    /// <returns>Address to redirect to.</returns>
    public async Task<string> AnswerAsync(PendingRequestRecord record, string? sid, string? scopes, string? error, CancellationToken cancellationToken)
    {
        var ticket = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        record.Sid = sid;
        record.Scopes = scopes;
        record.Error = error;
        record.TicketHash = BrowserSessions.HashOf(ticket);
        await db.SaveChangesAsync(cancellationToken);
        return $"/connect/authorize?client_id={Uri.EscapeDataString(record.ClientId)}&{IdParameter}={record.Id:N}&{TicketParameter}={ticket}";
    }

    /// <summary>Takes the ticket: of any number of tries exactly one gets the request.</summary>
    public async Task<PendingRequest?> TakeAsync(HttpContext context, string? id, string? ticket, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "N", out var guid) || ticket is not { Length: > 0 and <= 128 } || await FindAsync(context, guid, cancellationToken) is not { } pending)
        {
            return null;
        }

        if (pending.Record.TicketHash is not { } hash || !CryptographicOperations.FixedTimeEquals(hash, BrowserSessions.HashOf(ticket)))
        {
            return null;
        }

        var now = time.GetUtcMicroseconds();
        var taken = await db.PendingRequests.Where(row => row.Id == guid && row.FinishedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.FinishedAt, now), cancellationToken);
        return taken == 1 ? pending : null;
    }

    private OpenIddictRequest Open(PendingRequestRecord record)
    {
        var parameters = JsonSerializer.Deserialize<Dictionary<string, string?>>(cipher.Decrypt(PendingRequestRecord.ParametersColumn, record.Id, record.Parameters))!;
        return new OpenIddictRequest(parameters.Select(parameter => KeyValuePair.Create(parameter.Key, new OpenIddictParameter(parameter.Value))));
    }

    // One secret serves all requests of a browser, so that two open windows do not disturb each other.
    private string BrowserSecret(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is { Length: 43 } known)
        {
            return known;
        }

        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        context.Response.Cookies.Append(CookieName, secret, new CookieOptions
        {
            HttpOnly = true,
            Secure = origin.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            IsEssential = true,
            MaxAge = Lifetime,
        });
        return secret;
    }
}
