using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Identity.Data;
using Trust.Identity.Oidc;
using Trust.Identity.Sessions;

namespace Trust.Identity.Applications;

/// <summary>Rotates the secret of an application, disables it, or lets it work again.</summary>
internal sealed class ChangeApplication(IdentityDbContext db, IOpenIddictApplicationManager applications, IOpenIddictTokenManager tokens, BrowserSessions sessions, TimeProvider time)
{
    /// <summary>A new secret; the old one stops at once.</summary>
    public async Task<Result<RegisteredApplication>> RotateSecretAsync(Actor actor, string clientId, CancellationToken cancellationToken)
    {
        if (await FindAsync(actor, clientId, cancellationToken) is not { } application)
        {
            return ApplicationErrors.NotFound;
        }

        if (application.DisabledAt is not null)
        {
            return ApplicationErrors.Disabled;
        }

        if (application.ClientSecret is null)
        {
            return ApplicationErrors.NoSecret;
        }

        var secret = ApplicationManager.NewSecret();
        db.Audit(actor, "identity.application-secret-rotated", clientId);
        await applications.UpdateAsync(application, secret, cancellationToken);
        return new RegisteredApplication(clientId, secret);
    }

    /// <summary>Disables an application with everything that was granted to it, or enables it again; grants stay ended.</summary>
    public async Task<Result<bool>> SetDisabledAsync(Actor actor, string clientId, bool disabled, CancellationToken cancellationToken)
    {
        // A repeatable call has its own transaction around this.
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        if (await FindAsync(actor, clientId, cancellationToken) is not { } application)
        {
            return ApplicationErrors.NotFound;
        }

        if (application.DisabledAt is not null != disabled)
        {
            application.DisabledAt = disabled ? time.GetUtcMicroseconds() : null;
            db.Audit(actor, disabled ? "identity.application-disabled" : "identity.application-enabled", clientId);
            await db.SaveChangesAsync(cancellationToken);
            if (disabled)
            {
                await sessions.RevokeGrantsAsync(db.Authorizations.Where(grant => grant.Application!.Id == application.Id), cancellationToken);

                // What it got for itself belongs to no grant.
                await tokens.RevokeByApplicationIdAsync(application.Id.ToString(), cancellationToken);
            }
        }

        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return true;
    }

    private Task<ApplicationRecord?> FindAsync(Actor actor, string clientId, CancellationToken cancellationToken) =>
        ApplicationRules.Visible(db, actor, toChange: true).SingleOrDefaultAsync(application => application.ClientId == clientId, cancellationToken);
}
