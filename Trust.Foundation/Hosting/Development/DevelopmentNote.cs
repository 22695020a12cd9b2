using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Modules;

namespace Trust.Hosting.Development;

/// <summary>A small table that a module shows a developer on <c>/sandbox</c>: what would otherwise need a telephone or a look into the database.</summary>
/// <param name="Title">Words over the table, in the language of the request.</param>
/// <param name="Columns">Names of the columns, in the language of the request.</param>
/// <param name="Rows">Rows, each with as many texts as there are columns.</param>
public sealed record DevelopmentNote(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>Writes a module's notes anew for each view of <c>/sandbox</c>.</summary>
public interface IDevelopmentNotes
{
    /// <summary>The notes of this moment.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<IReadOnlyList<DevelopmentNote>> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>How a module offers notes.</summary>
public static class DevelopmentNotesRegistration
{
    /// <summary>Registers a writer of notes, one a request; outside development nothing is registered, so nothing can show them.</summary>
    /// <typeparam name="TNotes">The writer.</typeparam>
    /// <param name="module">The module, where it runs.</param>
    public static void AddDevelopmentNotes<TNotes>(this ModuleBuilder module)
        where TNotes : class, IDevelopmentNotes
    {
        ArgumentNullException.ThrowIfNull(module);
        if (module.Environment.IsDevelopment)
        {
            module.Services.AddScoped<IDevelopmentNotes, TNotes>();
        }
    }
}
