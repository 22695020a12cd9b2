using Xunit.Abstractions;
using Xunit.Sdk;

namespace Trust.Testing;

/// <summary>
/// A test of an abstract class with one thin subclass a database. Where the subclass says <see cref="NeedsPostgresAttribute"/> and no PostgreSQL is offered, the run
/// lists it as skipped with the reason.
/// </summary>
[XunitTestCaseDiscoverer("Trust.Testing.DatabaseFactDiscoverer", "Trust.Testing")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class DatabaseFactAttribute : FactAttribute;

/// <summary>Marks the subclass that runs on PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsPostgresAttribute : Attribute;

/// <summary>Makes the test cases; found by name by the runner.</summary>
public sealed class DatabaseFactDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        [new DatabaseTestCase(diagnostics, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
}

/// <summary>A test case that knows on which class it runs.</summary>
public sealed class DatabaseTestCase : XunitTestCase
{
    [Obsolete("For the runner, which reads test cases back.")]
    public DatabaseTestCase()
    {
    }

    public DatabaseTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute) =>
        TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsPostgresAttribute)).Any()
            ? Needs.Variable(Machine.PostgresVariable, "Needs PostgreSQL")!
            : base.GetSkipReason(factAttribute);
}
