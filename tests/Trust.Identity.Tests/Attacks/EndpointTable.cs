using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Trust.Identity.Tests.Attacks;

/// <summary>A form, by where it is sent to.</summary>
/// <param name="Path">Path with its parameters filled in.</param>
/// <param name="Handler">Handler of the page, or none.</param>
internal sealed record Form(string Path, string? Handler)
{
    public string Address => Handler is null ? Path : $"{Path}?handler={Handler}";
}

/// <summary>What the running program serves: who adds a page or a form is attacked without adding a test.</summary>
internal static partial class EndpointTable
{
    // Parameters of routes; one without an entry fails the tests.
    private static readonly Dictionary<string, string> Values = new()
    {
        ["clientId"] = "demo-spa",
        ["status"] = "404",
        ["sid"] = "none",
        ["id"] = "00000000000000000000000000000000",
        ["sealId"] = "00000000000000000000000000000000",
        ["useId"] = "00000000000000000000000000000000",
        ["reference"] = "AAAAAAAAAAAAAAAAAAAAAA",
        ["number"] = "1",
        ["code"] = "00000000000000000000000000000000",
        ["licenceId"] = "00000000000000000000000000000000",
        ["level"] = "0",
        ["place"] = "000",
        ["index"] = "0",
        ["first"] = "1",
        ["second"] = "2",
    };

    /// <summary>Paths of all pages.</summary>
    public static IReadOnlyList<string> Pages(IServiceProvider services) =>
        [.. Endpoints(services).Where(endpoint => PageOf(endpoint) is not null).Select(PathOf).Distinct()];

    /// <summary>All handlers of pages that take a POST.</summary>
    public static async Task<IReadOnlyList<Form>> FormsAsync(IServiceProvider services)
    {
        var loader = services.GetRequiredService<PageLoader>();
        var forms = new List<Form>();
        foreach (var endpoint in Endpoints(services))
        {
            if (PageOf(endpoint) is { } page)
            {
                var compiled = await loader.LoadAsync(page, endpoint.Metadata);
                forms.AddRange(compiled.HandlerMethods.Where(handler => handler.HttpMethod == "Post").Select(handler => new Form(PathOf(endpoint), handler.Name)));
            }
        }

        return [.. forms.Distinct()];
    }

    /// <summary>Other addresses of people that take a POST: scripts of our pages ask them.</summary>
    public static IReadOnlyList<string> Posts(IServiceProvider services) =>
    [
        .. Endpoints(services).Where(endpoint => PageOf(endpoint) is null && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Select(PathOf).Where(path => !path.StartsWith("/connect/", StringComparison.Ordinal) && !path.StartsWith("/internal/", StringComparison.Ordinal)
                && !path.StartsWith("/api/", StringComparison.Ordinal) && !path.StartsWith("/pki/", StringComparison.Ordinal) && !path.StartsWith("/sandbox/", StringComparison.Ordinal)),
    ];

    /// <summary>What is not open to everybody.</summary>
    public static async Task<IReadOnlyList<(string Method, string Path)>> ClosedAsync(IServiceProvider services)
    {
        var loader = services.GetRequiredService<PageLoader>();
        var closed = new List<(string, string)>();
        foreach (var endpoint in Endpoints(services))
        {
            var metadata = PageOf(endpoint) is { } page ? (await loader.LoadAsync(page, endpoint.Metadata)).EndpointMetadata!.Concat(endpoint.Metadata) : endpoint.Metadata;
            if (!metadata.OfType<IAllowAnonymous>().Any())
            {
                closed.AddRange((endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"]).Select(method => (method, PathOf(endpoint))));
            }
        }

        return closed;
    }

    private static IEnumerable<RouteEndpoint> Endpoints(IServiceProvider services) => services.GetServices<EndpointDataSource>()
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null);

    private static PageActionDescriptor? PageOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<PageActionDescriptor>();

    private static string PathOf(RouteEndpoint endpoint) =>
        "/" + Parameter().Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), match => Values[match.Groups[1].Value]);

    [GeneratedRegex(@"\{\**(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
