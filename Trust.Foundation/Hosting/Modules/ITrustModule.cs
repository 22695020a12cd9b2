using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Trust.Crypto.Keys;

namespace Trust.Hosting.Modules;

/// <summary>
/// A module of the platform. The host composes it in process, or reaches it in another process by the HTTP client of its
/// contract; callers do not notice the difference.
/// </summary>
public interface ITrustModule
{
    /// <summary>Lower-case name, used in configuration, schemas, addresses and error codes: <c>identity</c>.</summary>
    string Name { get; }

    /// <summary>Route patterns of the public pages and APIs, routed to the module's process when it runs elsewhere.</summary>
    IReadOnlyList<string> PublicPaths { get; }

    /// <summary>Modules whose contracts this one calls; each must run here or have an address.</summary>
    IReadOnlyList<string> Calls { get; }

    /// <summary>Keys without which the module does not run here; the audit key is the host's to check.</summary>
    IReadOnlyList<(KeyPurpose Purpose, KeyAlgorithm Algorithm)> Keys { get; }

    /// <summary>Registers, in every process, what the module adds to the frame of every page: navigation and words.</summary>
    /// <param name="module">Services, configuration and fault report.</param>
    void AddFrame(ModuleBuilder module);

    /// <summary>Registers the module for running in this process, its contract included.</summary>
    /// <param name="module">Services, configuration and fault report.</param>
    void AddServices(ModuleBuilder module);

    /// <summary>Registers the HTTP client of the contract, for a module that runs in another process.</summary>
    /// <param name="module">Services, configuration and fault report.</param>
    void AddRemote(ModuleBuilder module);

    /// <summary>Maps public endpoints. Razor pages are found by themselves.</summary>
    /// <param name="endpoints">The host's routes.</param>
    void MapEndpoints(IEndpointRouteBuilder endpoints);

    /// <summary>Maps the operations of the contract under <c>/internal/{name}/v1</c>.</summary>
    /// <param name="operations">Group that demands an actor token.</param>
    void MapOperations(RouteGroupBuilder operations);

    /// <summary>
    /// Largest request body that the module takes below one of its <see cref="PublicPaths"/>: the front passes on no more to a module in another process, whose endpoints
    /// have limits of their own.
    /// </summary>
    /// <param name="publicPath">One of <see cref="PublicPaths"/>.</param>
    /// <param name="configuration">Configuration of the front.</param>
    /// <returns>Bytes, or null for the host's usual limit.</returns>
    long? LargestBody(string publicPath, IConfiguration configuration) => null;

    /// <summary>How long another process waits for an operation of the contract, before the module counts as not answering.</summary>
    TimeSpan Patience => TimeSpan.FromSeconds(10);

    /// <summary>The module's databases, or none.</summary>
    /// <param name="services">Services of one scope.</param>
    IModuleStore? Store(IServiceProvider services);
}

/// <summary>What the host does with a module's database at start and on command.</summary>
public interface IModuleStore
{
    /// <summary>Applies migrations.</summary>
    /// <param name="development">Whether a database with an unknown migration may be set aside and made anew.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task MigrateAsync(bool development, CancellationToken cancellationToken);

    /// <summary>Whether every migration is applied.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<bool> IsCurrentAsync(CancellationToken cancellationToken);

    /// <summary>Whether a row is marked as demo.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<bool> HasDemoRowsAsync(CancellationToken cancellationToken);

    /// <summary>Adds the demo rows that are missing; called in Development only.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task AddDemoRowsAsync(CancellationToken cancellationToken);
}
