using Microsoft.AspNetCore.Builder;
using Trust.Contracts;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Http;

/// <summary>Network in which an endpoint is served.</summary>
public enum Zone
{
    /// <summary>Public network and government extranet.</summary>
    Both,

    /// <summary>Public network only (互联网).</summary>
    Internet,

    /// <summary>Government extranet only (政务外网).</summary>
    Extranet,

    /// <summary>Other processes of the node only.</summary>
    Node,
}

/// <summary>Class of requests that share one limit a source.</summary>
public enum RateClass
{
    /// <summary>Served files and probes: no limit.</summary>
    Unlimited,

    /// <summary>Pages.</summary>
    Page,

    /// <summary>Anything that tries a secret: sign-in, codes, printed secrets.</summary>
    Secret,

    /// <summary>Checks of files that cost computing time.</summary>
    Heavy,

    /// <summary>JSON APIs.</summary>
    Api,
}

/// <summary>Zone of an endpoint; every endpoint has one.</summary>
/// <param name="zone">Where it is served.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class InZoneAttribute(Zone zone) : Attribute
{
    /// <summary>Where it is served.</summary>
    public Zone Zone => zone;
}

/// <summary>Rate class of an endpoint; every endpoint has one.</summary>
/// <param name="rateClass">Which limit counts.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class InRateClassAttribute(RateClass rateClass) : Attribute
{
    /// <summary>Which limit counts.</summary>
    public RateClass RateClass => rateClass;
}

/// <summary>
/// Lowest level of whoever uses the endpoint: pages send a signed-in person to add the missing factor and come back, APIs answer 401
/// <c>insufficient_user_authentication</c> (RFC 9470).
/// </summary>
/// <param name="level">1 to 3 (初级 中级 高级), of the realm of the endpoint.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsLevelAttribute(int level) : Attribute
{
    /// <summary>1 to 3.</summary>
    public int Level => level;
}

/// <summary>Only staff with one of these roles may use the endpoint; which rows they see, the module's policy decides.</summary>
/// <param name="roles">Role names.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsRoleAttribute(params string[] roles) : Attribute
{
    /// <summary>Role names, one of which is needed.</summary>
    public IReadOnlyList<string> Roles => roles;
}

/// <summary>A client's token must permit this scope; a browser session is not bounded by one.</summary>
/// <param name="scope">OAuth scope.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsScopeAttribute(string scope) : Attribute
{
    /// <summary>OAuth scope.</summary>
    public string Scope => scope;
}

/// <summary>Marks an endpoint that exists in Development only.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DevelopmentOnlyAttribute : Attribute;

/// <summary>Marks an operation of a contract, called by other processes of the node.</summary>
/// <param name="Name"><c>module.verb</c>.</param>
/// <param name="Kinds">Actors that may call it.</param>
/// <param name="Changes">Whether it changes something: its tokens are remembered in the module's database.</param>
public sealed record OperationMetadata(string Name, IReadOnlyList<ActorKind> Kinds, bool Changes);

/// <summary>How endpoints declare zone, rate class and operation.</summary>
public static class EndpointRules
{
    /// <summary>Serves the endpoint in this zone.</summary>
    /// <typeparam name="TBuilder">Kind of endpoint builder.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="zone">Where it is served.</param>
    public static TBuilder InZone<TBuilder>(this TBuilder endpoint, Zone zone)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new InZoneAttribute(zone));

    /// <summary>Counts the endpoint in this rate class.</summary>
    /// <typeparam name="TBuilder">Kind of endpoint builder.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="rateClass">Which limit counts.</param>
    public static TBuilder InRateClass<TBuilder>(this TBuilder endpoint, RateClass rateClass)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new InRateClassAttribute(rateClass));

    /// <summary>Marks an operation of a contract; the actor token is its authorisation.</summary>
    /// <typeparam name="TBuilder">Kind of endpoint builder.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="name"><c>module.verb</c>.</param>
    /// <param name="changes">Whether it changes something.</param>
    /// <param name="kinds">Actors that may call it.</param>
    public static TBuilder Operation<TBuilder>(this TBuilder endpoint, string name, bool changes, params ActorKind[] kinds)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new OperationMetadata(name, kinds, changes));

    /// <summary>Leaves the endpoint out of anything but Development.</summary>
    /// <typeparam name="TBuilder">Kind of endpoint builder.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    public static TBuilder DevelopmentOnly<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new DevelopmentOnlyAttribute());

    /// <summary>Demands a level, see <see cref="NeedsLevelAttribute"/>.</summary>
    /// <typeparam name="TBuilder">Kind of endpoint builder.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="level">1 to 3.</param>
    public static TBuilder NeedsLevel<TBuilder>(this TBuilder endpoint, int level)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new NeedsLevelAttribute(level));

    /// <summary>Demands a role, see <see cref="NeedsRoleAttribute"/>.</summary>
    /// <typeparam name="TBuilder">Kind of endpoint builder.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="roles">Role names.</param>
    public static TBuilder NeedsRole<TBuilder>(this TBuilder endpoint, params string[] roles)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new NeedsRoleAttribute(roles));

    /// <summary>Demands a scope, see <see cref="NeedsScopeAttribute"/>.</summary>
    /// <typeparam name="TBuilder">Kind of endpoint builder.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="scope">OAuth scope.</param>
    public static TBuilder NeedsScope<TBuilder>(this TBuilder endpoint, string scope)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new NeedsScopeAttribute(scope));

    internal static bool Serves(this ServedZone served, Zone zone) => (served, zone) switch
    {
        (_, Zone.Node) => false,
        (ServedZone.Both, _) or (_, Zone.Both) => true,
        (ServedZone.Internet, Zone.Internet) or (ServedZone.Extranet, Zone.Extranet) => true,
        _ => false,
    };
}
