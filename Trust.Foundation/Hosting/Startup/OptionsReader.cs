using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Trust.Hosting.Startup;

/// <summary>Options of one configuration section. Every value has a working default.</summary>
public interface ITrustOptions
{
    /// <summary>Configuration section, for example <c>Trust:Portal</c>.</summary>
    static abstract string Section { get; }

    /// <summary>Whether sections below this one may have options of their own; unknown ones are found when all are known.</summary>
    static virtual bool HasInnerSections => false;

    /// <summary>Adds everything that is wrong with the values, all at once.</summary>
    /// <param name="report">Where faults go.</param>
    /// <param name="environment">Development or not.</param>
    void Validate(StartupReport report, TrustEnvironment environment);
}

/// <summary>
/// Reads options and reports every fault of a section: unknown names, values of a wrong type, broken rules, addresses that
/// point to the sandbox outside development.
/// </summary>
public static class OptionsReader
{
    /// <summary>Reads one section.</summary>
    /// <typeparam name="T">Options type.</typeparam>
    /// <param name="configuration">Whole configuration.</param>
    /// <param name="environment">Development or not.</param>
    /// <param name="report">Where faults go.</param>
    /// <returns>The options; defaults where the section cannot be bound.</returns>
    public static T Read<T>(IConfiguration configuration, TrustEnvironment environment, StartupReport report)
        where T : class, ITrustOptions, new()
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(report);
        report.KnowSection(T.Section);
        var section = configuration.GetSection(T.Section);
        var before = report.Faults.Count;
        CheckShape(typeof(T), section, report, T.HasInnerSections);
        if (Bind<T>(WithoutFaults(section, report.Faults.Skip(before)), report) is not { } options)
        {
            return new T();
        }

        options.Validate(report, environment);
        if (!environment.IsDevelopment && !SandboxIsStaging(configuration))
        {
            CheckAddresses(options, T.Section, report, 0);
        }

        return options;
    }

    // What remains is bound and judged too, so that a value of a wrong type does not hide the next fault.
    private static IConfigurationSection WithoutFaults(IConfigurationSection section, IEnumerable<StartupFault> faults)
    {
        var paths = faults.Select(fault => fault.Setting).ToList();
        var good = section.AsEnumerable().Where(pair => !paths.Exists(path =>
            pair.Key.StartsWith(path, StringComparison.OrdinalIgnoreCase) && (pair.Key.Length == path.Length || pair.Key[path.Length] == ':')));
        return paths.Count == 0 ? section : new ConfigurationBuilder().AddInMemoryCollection(good).Build().GetSection(section.Path);
    }

    // Every known reason is found before; the binder's own sentence would repeat the value.
    private static T? Bind<T>(IConfigurationSection section, StartupReport report)
        where T : class, ITrustOptions, new()
    {
        try
        {
            return section.Get<T>() ?? new T();
        }
        catch (InvalidOperationException)
        {
            report.Add(T.Section, "holds a value that cannot be read.");
            return null;
        }
    }

    private static bool SandboxIsStaging(IConfiguration configuration) =>
        string.Equals(configuration["Trust:Sandbox:Staging"], "true", StringComparison.OrdinalIgnoreCase);

    // The binder stops at its first error and ignores unknown names; an operator wants all of them.
    private static void CheckShape(Type type, IConfigurationSection section, StartupReport report, bool hasInnerSections)
    {
        foreach (var child in section.GetChildren())
        {
            var target = MemberType(type, child.Key);
            if (target is null && hasInnerSections && child.GetChildren().Any())
            {
                // A section of its own, read by its own options; unknown ones are reported when all are known.
                if (type != typeof(RootOptions))
                {
                    report.ExpectSection(child.Path);
                }

                continue;
            }

            if (target is null)
            {
                report.Add(child.Path, "is not a known setting.");
            }
            else if (IsSimple(target))
            {
                CheckValue(target, child, report);
                foreach (var below in child.GetChildren())
                {
                    report.Add(below.Path, "is not a known setting.");
                }
            }
            else if (!string.IsNullOrEmpty(child.Value))
            {
                // Otherwise one address in the place of a list would be ignored without a word.
                report.Add(child.Path, "is a list or section, not one value.");
            }
            else
            {
                CheckShape(target, child, report, hasInnerSections: false);
            }
        }
    }

    private static Type? MemberType(Type type, string key)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }

        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
        {
            return type.GetGenericArguments()[^1];
        }

        return type.GetProperty(key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)?.PropertyType;
    }

    private static void CheckValue(Type type, IConfigurationSection value, StartupReport report)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (value.Value is null || target == typeof(string))
        {
            return;
        }

        if (value.Value.Length == 0)
        {
            if (type == target && type.IsValueType)
            {
                report.Add(value.Path, "is empty.");
            }

            return;
        }

        // On Unix a bare path counts as an absolute file address.
        if (target == typeof(Uri) && (!Uri.TryCreate(value.Value, UriKind.Absolute, out var address) || address.IsFile))
        {
            report.Add(value.Path, "is not an absolute address.");
            return;
        }

        try
        {
            var read = TypeDescriptor.GetConverter(target).ConvertFromString(null, CultureInfo.InvariantCulture, value.Value);

            // A number is read as an enum even where no name has it.
            if (target.IsEnum && !Enum.IsDefined(target, read!))
            {
                report.Add(value.Path, $"is not a {target.Name}.");
            }
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            // The value itself stays out of the sentence: it may be a secret typed into the wrong place.
            report.Add(value.Path, $"is not a {target.Name}.");
        }
    }

    private static bool IsSimple(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { } target
        && (target.IsPrimitive || target.IsEnum || target == typeof(string) || target == typeof(Uri) || TypeDescriptor.GetConverter(target).CanConvertFrom(typeof(string)));

    private static void CheckAddresses(object? value, string path, StartupReport report, int depth)
    {
        switch (value)
        {
            case null or string:
            case var _ when depth > 6 || value.GetType().IsPrimitive || value.GetType().IsEnum:
                return;
            case Uri { IsAbsoluteUri: true } address:
                if (IsSandbox(address))
                {
                    report.Add(path, "points to /sandbox, which exists only in Development or on a staging node (Trust:Sandbox:Staging).");
                }

                return;
            case IDictionary map:
                foreach (DictionaryEntry entry in map)
                {
                    CheckAddresses(entry.Value, $"{path}:{entry.Key}", report, depth + 1);
                }

                return;
            case IEnumerable list:
                var index = 0;
                foreach (var item in list)
                {
                    CheckAddresses(item, $"{path}:{index++}", report, depth + 1);
                }

                return;
            case var _ when value.GetType().Namespace?.StartsWith("Trust.", StringComparison.Ordinal) == true:
                foreach (var property in value.GetType().GetProperties().Where(candidate => candidate.CanRead && candidate.GetIndexParameters().Length == 0))
                {
                    CheckAddresses(property.GetValue(value), $"{path}:{property.Name}", report, depth + 1);
                }

                return;
        }
    }

    private static bool IsSandbox(Uri address)
    {
        // Decoded, so that %2e and doubled slashes cannot hide the word.
        var path = Uri.UnescapeDataString(address.AbsolutePath).Replace('\\', '/');
        return path.Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() is { } first
            && string.Equals(first, "sandbox", StringComparison.OrdinalIgnoreCase);
    }
}
