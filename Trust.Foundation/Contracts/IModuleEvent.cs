namespace Trust.Contracts;

/// <summary>
/// News of one module for others, declared as a record in Trust.Contracts and carried as JSON. It says what has happened and names ids; the receiver asks for details
/// by contract. Fields may be added, never changed or removed.
/// </summary>
public interface IModuleEvent
{
    /// <summary>Stable name, <c>module.past-participle</c>: <c>identity.person-merged</c>.</summary>
    static abstract string EventType { get; }

    /// <summary>Modules that get it.</summary>
    static abstract IReadOnlyList<string> Destinations { get; }

    /// <summary>What it is about, at most 200 characters; events of one aggregate arrive in the order of their commits.</summary>
    string AggregateKey { get; }
}
