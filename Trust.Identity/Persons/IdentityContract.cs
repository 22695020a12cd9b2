using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Startup;
using Trust.Identity.Data;
using Trust.Identity.Holders;
using Trust.Identity.Oidc;
using Trust.Identity.Organisations;
using Trust.Identity.Sessions;
using Trust.Identity.Staff;

namespace Trust.Identity.Persons;

/// <summary>The contract in process; over HTTP the operations call the same.</summary>
internal sealed class IdentityContract(
    IdentityDbContext db, PersonStatements statements, TrustEnvironment environment, OpenSession sessions, OpenToken tokens, ConfirmAct acts, ReadHolder holders, NotifyHolder notices,
    TimeProvider time) : IIdentity
{
    public Task<Result<ResolvedPerson?>> ResolvePersonAsync(Actor actor, CancellationToken cancellationToken) =>
        ResolvePerson.ResolveAsync(db, actor, time, cancellationToken);

    // Only a process asks: a person's call could try out cookies and tokens.
    public async Task<Result<Actor?>> OpenSessionAsync(Actor actor, OpenSessionCall call, CancellationToken cancellationToken) =>
        actor.Kind == ActorKind.Process ? await sessions.OpenAsync(call, cancellationToken) : IdentityErrors.ProcessOnly;

    public async Task<Result<Actor?>> OpenTokenAsync(Actor actor, OpenTokenCall call, CancellationToken cancellationToken) =>
        actor.Kind == ActorKind.Process ? await tokens.OpenAsync(call, cancellationToken) : IdentityErrors.ProcessOnly;

    public Task<Result<RepresentedOrganisation[]>> ListRepresentedAsync(Actor actor, CancellationToken cancellationToken) =>
        ListRepresented.ListAsync(db, actor, time, cancellationToken);

    public Task<Result<HolderIdentity?>> ReadHolderAsync(Actor actor, CancellationToken cancellationToken) =>
        holders.ReadAsync(actor, cancellationToken);

    public Task<Result<int>> NotifyHolderAsync(Actor actor, NotifyHolderCall call, IdempotencyKey key, CancellationToken cancellationToken) =>
        notices.NotifyAsync(actor, call, key, cancellationToken);

    public Task<Result<ConfirmedAct>> ConfirmActAsync(Actor actor, ActCall call, CancellationToken cancellationToken) =>
        acts.ConfirmAsync(actor, call, cancellationToken);

    public Task<Result<Actor>> PreviewPersonAsync(Actor actor, string displayName, CancellationToken cancellationToken) =>
        PreviewPerson.PreviewAsync(db, statements, environment, actor, displayName, cancellationToken);
}
