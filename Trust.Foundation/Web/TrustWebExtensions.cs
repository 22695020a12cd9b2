using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.WebEncoders;

namespace Trust.Web;

/// <summary>Puts the design system into an application.</summary>
public static class TrustWebExtensions
{
    /// <summary>Adds Razor Pages with the frame, the components, the words and the preferences.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Names, and whether <c>/design</c> is served.</param>
    public static IServiceCollection AddTrustWeb(this IServiceCollection services, Action<TrustWebOptions>? configure = null)
    {
        services.AddOptions<TrustWebOptions>();
        if (configure is not null)
            services.Configure(configure);
        services.AddRazorPages().AddDataAnnotationsLocalization();
        services.TryAddSingleton<Words>();
        services.Replace(ServiceDescriptor.Singleton<IStringLocalizerFactory, WordsFactory>());
        services.TryAddScoped<PageChrome>();
        services.AddWords(typeof(TrustWebExtensions).Assembly).AddWords(typeof(TrustWebExtensions).Assembly, "Trust.Web.Areas.Web.Pages.Design.DesignWords");
        // Chinese stays readable in the source of a page, and takes a third of the room.
        services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.Configure<RequestLocalizationOptions>(Localise);
        return services;
    }

    /// <summary>Adds the English words of an assembly: the resource <c>Words.en.resx</c> in its root folder.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="assembly">The module's assembly.</param>
    /// <param name="baseName">Another resource; by default the assembly's name and <c>.Words</c>.</param>
    public static IServiceCollection AddWords(this IServiceCollection services, Assembly assembly, string? baseName = null)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var source = new WordsSource(assembly, baseName ?? $"{assembly.GetName().Name}.Words");
        if (!services.Any(service => source.Equals(service.ImplementationInstance)))
            services.AddSingleton(source);
        return services;
    }

    /// <summary>Sets the language of each request. Call it before anything that writes words.</summary>
    /// <param name="app">The application.</param>
    public static IApplicationBuilder UseTrustWeb(this IApplicationBuilder app) => app.UseRequestLocalization();

    /// <summary>
    /// Shows failures to people as pages: requests that accept HTML get <c>/error/{status}</c>, all others pass unchanged.
    /// Call it after the handling of errors for programs.
    /// </summary>
    /// <param name="app">The application.</param>
    public static IApplicationBuilder UseTrustErrorPages(this IApplicationBuilder app) => ErrorPages.Use(app);

    /// <summary>Maps <c>/preferences</c>. The pages of this library come with <c>MapRazorPages</c>.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <returns>The endpoint, for policy, zone and rate class.</returns>
    public static IEndpointConventionBuilder MapTrustWeb(this IEndpointRouteBuilder endpoints) => PreferencesEndpoint.Map(endpoints);

    private static void Localise(RequestLocalizationOptions options)
    {
        CultureInfo[] spoken = [new(PreferredCulture.Chinese), new(PreferredCulture.English)];
        options.DefaultRequestCulture = new RequestCulture(PreferredCulture.Chinese);
        options.SupportedCultures = spoken;
        options.SupportedUICultures = spoken;
        options.RequestCultureProviders = [new PreferredCulture()];
        options.ApplyCurrentCultureToResponseHeaders = true;
    }
}
