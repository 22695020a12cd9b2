namespace Trust.Testing;

/// <summary>
/// What a machine may lack. xunit 2 cannot skip while running, so each attribute decides when tests are found, and the run
/// lists the test as skipped with the reason.
/// </summary>
internal static class Needs
{
    public static string? Variable(string name, string what) =>
        string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name)) ? $"{what}: {name} is not set." : null;

    public static string? Chromium() =>
        File.Exists(Machine.ChromiumPath) ? null : "Needs Chromium: TRUST_CHROMIUM is not set and /usr/bin/chromium does not exist.";

    public static string? Program(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name))) ? null : $"Needs the program {name}.";
}

/// <summary>Addresses of what the machine offers to tests.</summary>
public static class Machine
{
    public const string PostgresVariable = "TRUST_TEST_POSTGRES";
    public const string RedisVariable = "TRUST_TEST_REDIS";
    public const string ChromiumVariable = "TRUST_CHROMIUM";
    public const string InteropVariable = "TRUST_INTEROP_DIR";

    /// <summary>Connection string of a superuser; tests add a database of their own.</summary>
    public static string? Postgres => Environment.GetEnvironmentVariable(PostgresVariable);

    /// <summary>Redis configuration, <c>host:port</c>.</summary>
    public static string? Redis => Environment.GetEnvironmentVariable(RedisVariable);

    public static bool HasChromium => File.Exists(ChromiumPath);

    public static string ChromiumPath => Environment.GetEnvironmentVariable(ChromiumVariable) is { Length: > 0 } path ? path : "/usr/bin/chromium";

    /// <summary>Folder of foreign files that are read in place.</summary>
    public static string? InteropDirectory => Environment.GetEnvironmentVariable(InteropVariable);
}

/// <summary>A test that needs PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = Needs.Variable(Machine.PostgresVariable, "Needs PostgreSQL")!;
}

/// <summary>A theory that needs PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = Needs.Variable(Machine.PostgresVariable, "Needs PostgreSQL")!;
}

/// <summary>A test that needs Redis.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = Needs.Variable(Machine.RedisVariable, "Needs Redis")!;
}

/// <summary>A test that needs Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Needs.Chromium()!;
}

/// <summary>A theory that needs Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = Needs.Chromium()!;
}

/// <summary>A test that reads foreign files in place; give it <c>[Trait("Category", "Interop")]</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InteropFactAttribute : FactAttribute
{
    public InteropFactAttribute() => Skip = Needs.Variable(Machine.InteropVariable, "Needs foreign files")!;
}

/// <summary>A test that runs a program of the machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string name)
    {
        Name = name;
        Skip = Needs.Program(name)!;
    }

    public string Name { get; }
}
