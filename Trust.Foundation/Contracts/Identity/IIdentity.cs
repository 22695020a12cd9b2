namespace Trust.Contracts.Identity;

/// <summary>A person as other modules may show them.</summary>
/// <param name="PersonId">Natural person.</param>
/// <param name="DisplayName">Name for a greeting.</param>
/// <param name="Level">Verification level 0 to 3 (匿名 初级 中级 高级).</param>
/// <param name="IsDemo">Whether the person is invented, for development.</param>
public sealed record ResolvedPerson(Guid PersonId, string DisplayName, int Level, bool IsDemo);

/// <summary>An organisation that a person represents by law.</summary>
/// <param name="OrganisationId">Row of Identity.</param>
/// <param name="CreditCode">Unified social credit code (GB 32100).</param>
/// <param name="Name">Registered name.</param>
/// <param name="Region">Division code (GB/T 2260).</param>
/// <param name="Role"><c>legal-representative</c> (法定代表人).</param>
public sealed record RepresentedOrganisation(Guid OrganisationId, string CreditCode, string Name, string Region, string Role);

/// <summary>How an act of staff has to be confirmed.</summary>
public enum ActKind
{
    /// <summary>An ordinary act in a console: the session's level counts.</summary>
    Act,

    /// <summary>Review, making, destroying, key change: confirmed for this one act.</summary>
    Confirm,
}

/// <summary>An act of staff that is about to happen.</summary>
/// <param name="Act"><c>module.verb</c>, for example <c>seal.destroy</c>.</param>
/// <param name="Reference">What it happens to; with the act it is what the person confirms. At most 100 characters.</param>
/// <param name="Kind">How it has to be confirmed.</param>
/// <param name="Assertion">Answer of the person's passkey, from the form's field <c>Assertion</c>; null when none was asked for.</param>
public sealed record ActCall(string Act, string Reference, ActKind Kind, string? Assertion)
{
    /// <summary>Never the assertion.</summary>
    public override string ToString() => $"{Act} ({Kind})";
}

/// <summary>Evidence that a person of staff stands behind an act.</summary>
/// <param name="Level">Level that it was done at: 1 or 2.</param>
/// <param name="Fresh">Whether the passkey was used for this one act.</param>
/// <param name="Time">When.</param>
public sealed record ConfirmedAct(int Level, bool Fresh, DateTimeOffset Time);

/// <summary>What other modules call of Trust.Identity.</summary>
public interface IIdentity
{
    /// <summary>Who the actor is; null for an anonymous one.</summary>
    /// <param name="actor">The caller; anonymous or a person.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The person, null, or <c>identity.person-unknown</c>.</returns>
    Task<Result<ResolvedPerson?>> ResolvePersonAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Who stands behind a session cookie. Only the front holds cookies.</summary>
    /// <param name="actor">The front, a process.</param>
    /// <param name="call">The cookie's value and its realm.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The person with Identity's statement, or null when there is no such session any more.</returns>
    Task<Result<Actor?>> OpenSessionAsync(Actor actor, OpenSessionCall call, CancellationToken cancellationToken);

    /// <summary>Who stands behind an access token for our own APIs; its entry is checked too.</summary>
    /// <param name="actor">The front, a process.</param>
    /// <param name="call">The token.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The person or client with Identity's statement, or null when the token opens nothing here.</returns>
    Task<Result<Actor?>> OpenTokenAsync(Actor actor, OpenTokenCall call, CancellationToken cancellationToken);

    /// <summary>Organisations that the person represents by law.</summary>
    /// <param name="actor">A person.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The organisations by name; empty for somebody who represents none, or whose identity is not proved (verification level 2).</returns>
    Task<Result<RepresentedOrganisation[]>> ListRepresentedAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// The code under which the person's own licences are found. Only for a proved identity: verification level 2 of the person and effective level 2 of the session. An account
    /// that merely claims a number gets nothing.
    /// </summary>
    /// <param name="actor">A person, for themselves or for an organisation; staff have no licences of their own here.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Name and code, or null for whoever has no proved identity.</returns>
    Task<Result<HolderIdentity?>> ReadHolderAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Has the holder of a licence told by SMS: the person with that number, or the legal representatives of that organisation, as far as their identity is proved (level 2) and they
    /// have a telephone. Repeated with the same key it tells nobody again.
    /// </summary>
    /// <param name="actor">A process of the node.</param>
    /// <param name="call">Holder, notice and type of licence.</param>
    /// <param name="key">Names this one notice.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>How many persons are told, 0 where nobody is known; or <c>identity.process-only</c>, <c>identity.notice-invalid</c>.</returns>
    Task<Result<int>> NotifyHolderAsync(Actor actor, NotifyHolderCall call, IdempotencyKey key, CancellationToken cancellationToken);

    /// <summary>Whether the person's sign-in is strong enough for an act; levels are settings (<c>Trust:Identity:Staff:ActLevels</c>).</summary>
    /// <param name="actor">A person in the capacity of staff.</param>
    /// <param name="call">The act.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The evidence, or <c>identity.act-refused</c>: no passkey, or one that was used for something else.</returns>
    Task<Result<ConfirmedAct>> ConfirmActAsync(Actor actor, ActCall call, CancellationToken cancellationToken);

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

    /// <summary>Cookies and tokens are opened for processes of the node only.</summary>
    public static readonly TrustError ProcessOnly = new("identity.process-only", ErrorKind.Forbidden, "Only a process of the node asks this.");

    /// <summary>The holder's code, the notice or the type of licence is none.</summary>
    public static readonly TrustError NoticeInvalid = new(
        "identity.notice-invalid", ErrorKind.Invalid, "A notice names a code of type 111 or 001, one of the known templates, and a type of licence of 2 to 40 plain characters.");

    /// <summary>The act needs a passkey that was not shown, or was shown for something else.</summary>
    public static readonly TrustError ActRefused = new("identity.act-refused", ErrorKind.Forbidden, "This act has to be confirmed with a passkey.");

    /// <summary>Previews exist only in Development, for demo people, and for processes.</summary>
    public static readonly TrustError PreviewRefused = new("identity.preview-refused", ErrorKind.Forbidden, "Only a demo person can be previewed, and only in Development.");
}

/// <summary>Arguments of <see cref="IIdentity.PreviewPersonAsync"/> on the wire.</summary>
/// <param name="DisplayName">Name of a demo person.</param>
public sealed record PreviewPersonCall(string DisplayName);

/// <summary>Arguments of <see cref="IIdentity.OpenSessionAsync"/> on the wire.</summary>
/// <param name="Cookie">Value of the cookie.</param>
/// <param name="Staff">Whether it is the staff realm's cookie.</param>
public sealed record OpenSessionCall(string Cookie, bool Staff)
{
    /// <summary>Never the cookie.</summary>
    public override string ToString() => "[session]";
}

/// <summary>Arguments of <see cref="IIdentity.OpenTokenAsync"/> on the wire.</summary>
/// <param name="Token">Access token as it came.</param>
public sealed record OpenTokenCall(string Token)
{
    /// <summary>Never the token.</summary>
    public override string ToString() => "[token]";
}

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
    public Task<Result<Actor?>> OpenSessionAsync(Actor actor, OpenSessionCall call, CancellationToken cancellationToken) =>
        CallAsync<Actor?>("open-session", actor, call, null, cancellationToken);

    /// <inheritdoc/>
    public Task<Result<Actor?>> OpenTokenAsync(Actor actor, OpenTokenCall call, CancellationToken cancellationToken) =>
        CallAsync<Actor?>("open-token", actor, call, null, cancellationToken);

    /// <inheritdoc/>
    public Task<Result<RepresentedOrganisation[]>> ListRepresentedAsync(Actor actor, CancellationToken cancellationToken) =>
        CallAsync<RepresentedOrganisation[]>("list-represented", actor, new EmptyCall(), null, cancellationToken);

    /// <inheritdoc/>
    public Task<Result<HolderIdentity?>> ReadHolderAsync(Actor actor, CancellationToken cancellationToken) =>
        CallAsync<HolderIdentity?>("read-holder", actor, new EmptyCall(), null, cancellationToken);

    /// <inheritdoc/>
    public Task<Result<int>> NotifyHolderAsync(Actor actor, NotifyHolderCall call, IdempotencyKey key, CancellationToken cancellationToken) =>
        CallAsync<int>("notify-holder", actor, call, key, cancellationToken);

    /// <inheritdoc/>
    public Task<Result<ConfirmedAct>> ConfirmActAsync(Actor actor, ActCall call, CancellationToken cancellationToken) =>
        CallAsync<ConfirmedAct>("confirm-act", actor, call, null, cancellationToken);

    /// <inheritdoc/>
    public Task<Result<Actor>> PreviewPersonAsync(Actor actor, string displayName, CancellationToken cancellationToken) =>
        CallAsync<Actor>("preview-person", actor, new PreviewPersonCall(displayName), null, cancellationToken);
}
