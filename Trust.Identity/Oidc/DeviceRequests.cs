using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Http;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Persons;
using Trust.Identity.Sessions;
using Trust.Identity.SignIn;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Trust.Identity.Oidc;

/// <summary>What a device without a browser of its own has asked for (RFC 8628).</summary>
/// <param name="GrantId">Grant that the library made for it, which is nobody's yet.</param>
/// <param name="Application">Application on the device.</param>
/// <param name="Scopes">Scopes that it asks for.</param>
/// <param name="Code">User code as the device shows it.</param>
/// <param name="Device">What the device says it is.</param>
/// <param name="Place">Network of the device, its last part cut off.</param>
/// <param name="AskedAt">When.</param>
internal sealed record DeviceRequest(
    Guid GrantId, ApplicationRecord Application, IReadOnlyList<string> Scopes, string Code, string Device, string Place, DateTimeOffset? AskedAt)
{
    /// <summary>Where the page about it stands.</summary>
    public string Address => $"{DeviceRequests.Path}?{Parameters.UserCode}={Uri.EscapeDataString(Code)}";
}

/// <summary>Finds what a user code means, and answers the device that waits.</summary>
internal sealed class DeviceRequests(IdentityDbContext db, IOpenIddictApplicationManager applications, TokenPrincipals principals, Allowance allowance)
{
    public const string Path = "/account/device";

    private const string DeviceClaim = "trust_device";
    private const string PlaceClaim = "trust_place";
    private const int GroupLength = 4;

    // A code lives ten minutes and has twelve digits.
    private const int WrongCodes = 10;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Notes with the codes where the device asked, so that whoever approves sees it.</summary>
    public static ValueTask NoteTrace(HandleDeviceAuthorizationRequestContext context)
    {
        var trace = BrowserTrace.Of(context.Transaction.GetHttpRequest()!.HttpContext);

        // No authentication type: nobody is signed in yet.
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(DeviceClaim, trace.Device), new Claim(PlaceClaim, trace.Place)]));
        principal.SetScopes(context.Request.GetScopes());
        context.Principal = principal;
        return default;
    }

    /// <summary>
    /// The request behind the code in this HTTP request, or how long to wait; neither when the code means nothing now. A try is counted before it is looked at and given back
    /// when it was right, so that parallel tries get no more.
    /// </summary>
    public async Task<(DeviceRequest? Request, TimeSpan? Wait)> FindAsync(HttpContext context, Actor actor, CancellationToken cancellationToken)
    {
        var counters = new[] { $"device-code|account|{actor.AccountId:N}", $"device-code|source|{RateSource.Of(context)}" };
        foreach (var counter in counters)
        {
            if (await allowance.TakeAsync(counter, WrongCodes, Window, cancellationToken) is { } wait)
            {
                return (null, wait);
            }
        }

        if (await ReadAsync(context, cancellationToken) is not { } request)
        {
            return (null, null);
        }

        foreach (var counter in counters)
        {
            await allowance.GiveBackAsync(counter, cancellationToken);
        }

        return (request, null);
    }

    /// <summary>Lets the device in with a grant of this session.</summary>
    /// <returns>False when the code was used or ended meanwhile.</returns>
    public async Task<bool> AllowAsync(
        HttpContext context, Actor actor, DeviceRequest request, SessionRecord session, PersonRecord person, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var application = request.Application;
        db.Audit(actor with { ClientId = application.ClientId }, "identity.device-allowed", session.Sid, payload: new { application.ClientId, Scopes = string.Join(' ', scopes), request.Device, request.Place });
        if (await principals.GrantAsync(request.GrantId, application, SectorOf(application), session, person, scopes, cancellationToken) is not { } principal)
        {
            return false;
        }

        await context.SignInAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, principal, new AuthenticationProperties { RedirectUri = $"{Path}?done=allowed" });
        return context.GetOpenIddictServerResponse() is not { Error: not null };
    }

    /// <summary>Tells the device no.</summary>
    public async Task RefuseAsync(HttpContext context, Actor actor, DeviceRequest request, CancellationToken cancellationToken)
    {
        db.Audit(actor, "identity.device-refused", actor.SessionId!, payload: new { request.Application.ClientId, request.Device, request.Place });
        await db.SaveChangesAsync(cancellationToken);
        await context.ForbidAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, new AuthenticationProperties { RedirectUri = $"{Path}?done=refused" });
    }

    private async Task<DeviceRequest?> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Features.Get<OpenIddictServerAspNetCoreFeature>()?.Transaction is not { EndpointType: OpenIddictServerEndpointType.EndUserVerification } transaction
            || transaction.Request?.UserCode is not { } code
            || (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal is not { } principal
            || principal.GetClaim(Claims.ClientId) is not { } client || !Guid.TryParse(principal.GetAuthorizationId(), out var grant)
            || await applications.FindByClientIdAsync(client, cancellationToken) is not ApplicationRecord { Realm: Realm.Citizen } application)
        {
            return null;
        }

        return new DeviceRequest(
            grant, application, [.. principal.GetScopes()], Grouped(code), principal.GetClaim(DeviceClaim) ?? "", principal.GetClaim(PlaceClaim) ?? "", principal.GetCreationDate());
    }

    // The same person is the same subject in a browser and on a device.
    private static string SectorOf(ApplicationRecord application) =>
        application.RedirectUris is { } addresses && JsonSerializer.Deserialize<string[]>(addresses) is [var first, ..] ? Authorize.Sector(first) : application.ClientId!;

    // As devices show it, however it was typed.
    private static string Grouped(string code) =>
        string.Join('-', code.Where(char.IsAsciiDigit).Chunk(GroupLength).Select(group => new string(group)));
}
