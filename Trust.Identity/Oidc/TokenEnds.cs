using OpenIddict.Abstractions;
using OpenIddict.Server;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Identity.Data;
using Trust.Identity.Sessions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Trust.Identity.Oidc;

/// <summary>
/// A code or refresh token that comes a second time (RFC 9700 sections 2.1.1 and 4.14): its whole grant ends, in one commit with the audit row. A refresh token has a few
/// seconds of leeway, for an answer that was lost.
/// </summary>
internal sealed class TokenReplays(IOpenIddictTokenManager tokens, IdentityDbContext db, BrowserSessions sessions, TimeProvider time) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        var type = context.Principal?.GetTokenType();
        if (context.TokenId is not { } id || type is not (TokenTypeIdentifiers.Private.AuthorizationCode or TokenTypeIdentifiers.RefreshToken)
            || await tokens.FindByIdAsync(id) is not TokenRecord token || token.Status != Statuses.Redeemed || WithinLeeway(token, type, context.Options)
            || !Guid.TryParse(await tokens.GetAuthorizationIdAsync(token), out var grantId))
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync();
        var grant = db.Authorizations.Where(candidate => candidate.Id == grantId);
        await sessions.RevokeGrantsAsync(grant, CancellationToken.None);
        db.Audit(Actor.Anonymous, "identity.token-replayed", grantId.ToString("N"), "identity.token-replayed", new { type, token.Application?.ClientId });
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        context.Reject(Errors.InvalidGrant, "The token was used before; everything granted with it has ended.");
    }

    private bool WithinLeeway(TokenRecord token, string type, OpenIddictServerOptions options) =>
        type == TokenTypeIdentifiers.RefreshToken && token.RedemptionDate is { } redeemed && options.RefreshTokenReuseLeeway is { } leeway
        && time.GetUtcNow().UtcDateTime < redeemed + leeway;
}

/// <summary>Revokes a token that its application gives back (RFC 7009), in one commit with the audit row.</summary>
internal sealed class RevokeOneToken(IOpenIddictTokenManager tokens, IdentityDbContext db) : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public async ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        if (context.GenericTokenPrincipal?.GetTokenId() is not { } id || await tokens.FindByIdAsync(id) is not TokenRecord token)
        {
            context.Reject(Errors.InvalidToken, "The token has no entry and ends by itself.");
            return;
        }

        if (token.Status == Statuses.Revoked)
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Audit(new Actor { Kind = ActorKind.Client, ClientId = context.Request.ClientId }, "identity.token-revoked", id.Replace("-", "", StringComparison.Ordinal), payload: new { token.Type });
        if (await tokens.TryRevokeAsync(token))
        {
            await transaction.CommitAsync();
        }
        else
        {
            context.Reject(Errors.ServerError, "The token could not be revoked; try again.");
        }
    }
}
