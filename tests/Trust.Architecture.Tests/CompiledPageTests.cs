using System.Reflection;
using Microsoft.AspNetCore.Razor.Hosting;

namespace Trust.Architecture.Tests;

public sealed class CompiledPageTests
{
    [Fact]
    public void No_two_libraries_compile_a_page_with_the_same_path()
    {
        // Equal paths hide each other without a word.
        var items = ProductAssemblies.All.SelectMany(assembly => assembly.GetCustomAttributes<RazorCompiledItemAttribute>()
            .Select(item => (item.Identifier, Assembly: assembly.GetName().Name))).ToList();
        Assert.NotEmpty(items);
        var equal = items.Where(item => !item.Identifier.EndsWith("/_ViewImports.cshtml", StringComparison.Ordinal))
            .GroupBy(item => item.Identifier, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1);
        Assert.Empty(equal.Select(group => $"{group.Key}: {string.Join(", ", group.Select(item => item.Assembly))}"));
    }

    [Fact]
    public void Pages_of_a_module_lie_under_its_own_area()
    {
        foreach (var assembly in ProductAssemblies.All)
        {
            var module = assembly.GetName().Name!["Trust.".Length..];
            var pages = assembly.GetCustomAttributes<RazorCompiledItemAttribute>().Select(item => item.Identifier)
                .Where(path => !path.EndsWith("/_ViewImports.cshtml", StringComparison.Ordinal));
            var elsewhere = pages.Where(path => !path.StartsWith($"/Areas/{module}/Pages/", StringComparison.Ordinal));

            // Shared partials and layouts live in Trust.Web, and only there.
            Assert.Empty(module == "Web" ? elsewhere.Where(path => !path.StartsWith("/Pages/Shared/", StringComparison.Ordinal) && path != "/_ViewStart.cshtml") : elsewhere);
        }
    }

    [Fact]
    public void Page_models_are_internal()
    {
        var models = ProductAssemblies.All.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsAssignableTo(typeof(Microsoft.AspNetCore.Mvc.RazorPages.PageModel)) && !type.IsAbstract).ToList();
        Assert.NotEmpty(models);
        Assert.Empty(models.Where(type => type.IsPublic || !type.IsSealed).Select(type => type.FullName));
    }
}
