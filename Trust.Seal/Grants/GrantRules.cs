using System.Linq.Expressions;
using Trust.Contracts;
using Trust.Seal.Data;

namespace Trust.Seal.Grants;

/// <summary>Whether a grant names an actor.</summary>
internal static class GrantRules
{
    /// <summary>Who the actor is to a grant; null for nobody.</summary>
    public static (GranteeKind Kind, string Grantee)? GranteeOf(Actor actor) => actor switch
    {
        // A person's call through an application is the person's.
        { Kind: ActorKind.Person, Capacity.Kind: CapacityKind.Staff, AccountId: { } account } => (GranteeKind.Account, account.ToString("N")),
        { Kind: ActorKind.Client, ClientId: { } client } => (GranteeKind.Client, client),
        { Kind: ActorKind.Process, ProcessName: { } process } => (GranteeKind.Process, process),
        _ => null,
    };

    /// <summary>Grants that hold at a moment, uses not counted.</summary>
    public static Expression<Func<SealGrantRecord, bool>> HoldsAt(DateTimeOffset now) =>
        grant => grant.RevokedAt == null && grant.ValidFrom <= now && grant.ValidTo >= now;
}
