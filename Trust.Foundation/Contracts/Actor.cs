namespace Trust.Contracts;

/// <summary>What stands behind an <see cref="Actor"/>.</summary>
public enum ActorKind
{
    /// <summary>Nobody is signed in.</summary>
    Anonymous,

    /// <summary>A signed-in natural person, for themselves, for an organisation, or as staff (capacity says which).</summary>
    Person,

    /// <summary>An application of a department that calls for itself (client credentials); it never has a person's level.</summary>
    Client,

    /// <summary>A job or process of the platform without a person; reaches only operations marked for it.</summary>
    Process,
}

/// <summary>In which capacity a person acts; a session has exactly one.</summary>
public enum CapacityKind
{
    /// <summary>For themselves (自然人).</summary>
    Natural,

    /// <summary>For a legal person under representation or mandate (法人).</summary>
    Legal,

    /// <summary>As government staff (工作人员).</summary>
    Staff,
}

/// <summary>The capacity of a session.</summary>
/// <param name="Kind">Natural, legal or staff.</param>
/// <param name="OrganisationCode">Unified social credit code of the organisation acted for or worked for; null for <see cref="CapacityKind.Natural"/>.</param>
public sealed record Capacity(CapacityKind Kind, string? OrganisationCode);

/// <summary>A role and the data it reaches.</summary>
/// <param name="Name">Role name, for example <c>seal-reviewer</c>.</param>
/// <param name="Region">Division code (GB/T 2260) that bounds it, or null for no bound.</param>
/// <param name="OrganisationCode">Organisation that bounds it, or null for no bound.</param>
public sealed record ScopedRole(string Name, string? Region, string? OrganisationCode);

/// <summary>
/// Who makes a call. Every contract method takes one. In process it is an argument; between processes it travels as an
/// actor token whose inner statement only Identity can sign.
/// </summary>
public sealed record Actor
{
    /// <summary>Nobody.</summary>
    public static Actor Anonymous { get; } = new() { Kind = ActorKind.Anonymous };

    /// <summary>What stands behind the actor.</summary>
    public required ActorKind Kind { get; init; }

    /// <summary>Account id, for a person.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>Natural person behind the account. Separation of duties compares this, never accounts.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>Capacity of the session, for a person.</summary>
    public Capacity? Capacity { get; init; }

    /// <summary>Roles with their data scope; empty for citizens.</summary>
    public IReadOnlyList<ScopedRole> Roles { get; init; } = [];

    /// <summary>Effective level 0 to 3 (匿名 初级 中级 高级).</summary>
    public int Level { get; init; }

    /// <summary>Session the person acts in.</summary>
    public string? SessionId { get; init; }

    /// <summary>Client application through which the call came, if any.</summary>
    public string? ClientId { get; init; }

    /// <summary>What the client's token permits (OAuth scopes); empty in a browser session, which is bounded by no client.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Name of the process, for <see cref="ActorKind.Process"/>.</summary>
    public string? ProcessName { get; init; }

    /// <summary>Identity's signed statement about the person or client (compact JWS), passed on unread between processes; null in one process.</summary>
    public string? Statement { get; init; }

    /// <summary>A job without a person.</summary>
    /// <param name="name">Name of the process or job, for example <c>portal</c>.</param>
    public static Actor Process(string name) => new() { Kind = ActorKind.Process, ProcessName = name };

    /// <summary>Names kind and ids only; never the statement.</summary>
    public override string ToString() => Kind switch
    {
        ActorKind.Person => $"person:{AccountId:N}",
        ActorKind.Client => $"client:{ClientId}",
        ActorKind.Process => $"process:{ProcessName}",
        _ => "anonymous",
    };
}
