using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Seal.Data;

namespace Trust.Seal.LifeCycle;

/// <summary>Whoever acts, as the timeline names them.</summary>
internal sealed record Acting(Guid Id, string Name);

/// <summary>Asks Identity who acts.</summary>
internal sealed class ActingPerson(IIdentity identity)
{
    public async Task<Result<Acting>> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        var person = await identity.ResolvePersonAsync(actor, cancellationToken);
        return person.Succeeded
            ? person.Value is { } known ? new Acting(known.PersonId, known.DisplayName) : IdentityErrors.PersonUnknown
            : person.Error;
    }
}

/// <summary>Entries of the timeline.</summary>
internal static class SealEvents
{
    public static SealEventRecord Of(Guid sealId, SealStep step, SealState from, Acting person, string? note, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        SealId = sealId,
        Act = step.Act,
        From = from,
        To = step.To,
        PersonName = person.Name,
        PersonId = person.Id,
        Note = note,
        Time = now,
    };
}
