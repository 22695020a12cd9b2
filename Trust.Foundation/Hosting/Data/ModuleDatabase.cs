using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Trust.Hosting.Data;

/// <summary>A module's database in this process; one is registered for each module, see <see cref="ModuleDatabaseRegistration"/>.</summary>
public sealed class ModuleDatabase
{
    private readonly Type contextType;
    private readonly Func<IServiceProvider, DbContext> open;

    internal ModuleDatabase(string module, Type contextType, Func<IServiceProvider, DbContext> open)
    {
        Module = module;
        this.contextType = contextType;
        this.open = open;
    }

    /// <summary>Name of the module.</summary>
    public string Module { get; }

    /// <summary>A new context that the caller disposes.</summary>
    /// <param name="services">Services of the process.</param>
    public DbContext Open(IServiceProvider services) => open(services);

    /// <summary>The context of a scope, which the module's own classes get by injection too.</summary>
    /// <param name="scope">Services of one scope.</param>
    public DbContext Of(IServiceProvider scope) => (DbContext)scope.GetRequiredService(contextType);
}
