using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Startup;
using Trust.Identity.Data;

namespace Trust.Identity.Persons;

/// <summary>The contract in process; over HTTP the operations call the same.</summary>
internal sealed class IdentityContract(IdentityDbContext db, PersonStatements statements, TrustEnvironment environment) : IIdentity
{
    public Task<Result<ResolvedPerson?>> ResolvePersonAsync(Actor actor, CancellationToken cancellationToken) =>
        ResolvePerson.ResolveAsync(db, actor, cancellationToken);

    public Task<Result<Actor>> PreviewPersonAsync(Actor actor, string displayName, CancellationToken cancellationToken) =>
        PreviewPerson.PreviewAsync(db, statements, environment, actor, displayName, cancellationToken);
}
