namespace Trust.Contracts.Identity;

/// <summary>A person as other modules may show them.</summary>
/// <param name="PersonId">Natural person.</param>
/// <param name="DisplayName">Name for a greeting.</param>
/// <param name="Level">Verification level 0 to 3 (匿名 初级 中级 高级).</param>
/// <param name="IsDemo">Whether the person is invented, for development.</param>
public sealed record ResolvedPerson(Guid PersonId, string DisplayName, int Level, bool IsDemo);

/// <summary>What other modules call of Trust.Identity.</summary>
public interface IIdentity
{
    /// <summary>Who the actor is; null for an anonymous one.</summary>
    /// <param name="actor">The caller; anonymous or a person.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The person, null, or <c>identity.person-unknown</c>.</returns>
    Task<Result<ResolvedPerson?>> ResolvePersonAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Development only: an actor for a demo person, so that pages can be seen as that person before sign-in.</summary>
    /// <param name="actor">A process.</param>
    /// <param name="displayName">Name of a demo person.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The actor, or <c>identity.preview-refused</c>.</returns>
    Task<Result<Actor>> PreviewPersonAsync(Actor actor, string displayName, CancellationToken cancellationToken);
}

/// <summary>Error codes of Trust.Identity.</summary>
public static class IdentityErrors
{
    /// <summary>The actor names a person that Identity does not keep.</summary>
    public static readonly TrustError PersonUnknown = new("identity.person-unknown", ErrorKind.NotFound, "Identity keeps no such person.");

    /// <summary>Previews exist only in Development, for demo people, and for processes.</summary>
    public static readonly TrustError PreviewRefused = new("identity.preview-refused", ErrorKind.Forbidden, "Only a demo person can be previewed, and only in Development.");
}

/// <summary>Arguments of <see cref="IIdentity.PreviewPersonAsync"/> on the wire.</summary>
/// <param name="DisplayName">Name of a demo person.</param>
public sealed record PreviewPersonCall(string DisplayName);

/// <summary>Arguments of an operation that has none.</summary>
public sealed record EmptyCall;

/// <summary>HTTP client of <see cref="IIdentity"/>.</summary>
/// <param name="http">Client whose handler adds the actor token.</param>
public sealed class IdentityClient(HttpClient http) : ModuleClient(http, "identity"), IIdentity
{
    /// <inheritdoc/>
    public Task<Result<ResolvedPerson?>> ResolvePersonAsync(Actor actor, CancellationToken cancellationToken) =>
        CallAsync<ResolvedPerson?>("resolve-person", actor, new EmptyCall(), null, cancellationToken);

    /// <inheritdoc/>
    public Task<Result<Actor>> PreviewPersonAsync(Actor actor, string displayName, CancellationToken cancellationToken) =>
        CallAsync<Actor>("preview-person", actor, new PreviewPersonCall(displayName), null, cancellationToken);
}
