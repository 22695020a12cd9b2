using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Http;
using Trust.Testing;

namespace Trust.Architecture.Tests;

public sealed class EndpointTests : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly WebApplicationFactory<Program> factory;

    public EndpointTests() => factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
        .UseEnvironment("Development")
        .UseSetting("Trust:DataDirectory", data.Path)
        .UseSetting("Trust:PublicUrl", "http://localhost"));

    [Fact]
    public async Task Anonymous_endpoints_are_exactly_those_listed()
    {
        var path = Path.Combine(Repository.Root, "Trust.Gateway", "anonymous-endpoints.txt");
        var listed = File.ReadAllLines(path).Where(line => line.Length > 0 && !line.StartsWith('#')).Order(StringComparer.Ordinal);
        var endpoints = await EndpointsAsync();
        var open = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).SelectMany(Names).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(listed, open);
    }

    [Fact]
    public async Task Every_endpoint_declares_policy_zone_and_rate_class()
    {
        var endpoints = await EndpointsAsync(withFiles: true);
        Assert.NotEmpty(endpoints);
        var silent = endpoints.Where(endpoint =>
            endpoint.Metadata.GetMetadata<InZoneAttribute>() is null
            || endpoint.Metadata.GetMetadata<InRateClassAttribute>() is null
            || (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && endpoint.Metadata.GetMetadata<IAuthorizeData>() is null));
        Assert.Empty(silent.SelectMany(Names));
    }

    [Fact]
    public async Task Operations_of_contracts_are_served_to_other_processes_only()
    {
        var endpoints = await EndpointsAsync();
        var operations = endpoints.Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/internal/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(operations);
        Assert.All(operations, endpoint =>
        {
            Assert.Equal(Zone.Node, endpoint.Metadata.GetMetadata<InZoneAttribute>()!.Zone);
            var operation = endpoint.Metadata.GetMetadata<OperationMetadata>();
            Assert.NotNull(operation);
            Assert.NotEmpty(operation.Kinds);
            Assert.Equal(endpoint.RoutePattern.RawText!.Split('/')[2], operation.Name.Split('.')[0]);
        });
    }

    [Fact]
    public async Task Every_page_has_an_absolute_route_in_the_address_map()
    {
        string[] roots = ["/", "/about", "/items", "/me", "/office", "/verify", "/v", "/account", "/connect", "/admin", "/pki", "/log", "/sandbox", "/design", "/error"];
        var endpoints = await EndpointsAsync();
        var pages = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null).Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).ToList();
        Assert.NotEmpty(pages);
        Assert.All(pages, page => Assert.Contains(roots, root => page == root || page.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal)));
    }

    public void Dispose()
    {
        factory.Dispose();
        data.Dispose();
    }

    private static IEnumerable<string> Names(RouteEndpoint endpoint)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [endpoint.Metadata.GetMetadata<PageActionDescriptor>() is null ? "*" : "PAGE"];
        return methods.Select(method => $"{method} {path}");
    }

    // A page is compiled at its first request; its attributes are in the endpoint that is made then.
    private async Task<IReadOnlyList<RouteEndpoint>> EndpointsAsync(bool withFiles = false)
    {
        using var client = factory.CreateClient();
        var loader = factory.Services.GetRequiredService<PageLoader>();
        var found = new List<RouteEndpoint>();
        foreach (var endpoint in factory.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            {
                if (withFiles)
                {
                    found.Add(endpoint);
                }
            }
            else if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = await loader.LoadAsync(page, endpoint.Metadata);
                found.Add(new RouteEndpoint(endpoint.RequestDelegate!, endpoint.RoutePattern, endpoint.Order, new Microsoft.AspNetCore.Http.EndpointMetadataCollection(endpoint.Metadata.Concat(compiled.EndpointMetadata ?? [])), endpoint.DisplayName));
            }
            else
            {
                found.Add(endpoint);
            }
        }

        return found;
    }
}
