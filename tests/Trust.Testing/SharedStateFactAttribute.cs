using Xunit.Abstractions;
using Xunit.Sdk;

namespace Trust.Testing;

/// <summary>
/// A test of an abstract class with one thin subclass with Redis and one without. Where the subclass says <see cref="NeedsRedisAttribute"/> and no Redis is offered, the
/// run lists it as skipped with the reason.
/// </summary>
[XunitTestCaseDiscoverer("Trust.Testing.SharedStateFactDiscoverer", "Trust.Testing")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedStateFactAttribute : FactAttribute;

/// <summary>Marks the subclass that runs with Redis.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsRedisAttribute : Attribute;

/// <summary>Makes the test cases; found by name by the runner.</summary>
public sealed class SharedStateFactDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        [new SharedStateTestCase(diagnostics, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
}

/// <summary>A test case that knows on which class it runs.</summary>
public sealed class SharedStateTestCase : XunitTestCase
{
    [Obsolete("For the runner, which reads test cases back.")]
    public SharedStateTestCase()
    {
    }

    public SharedStateTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute) =>
        TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsRedisAttribute)).Any()
            ? Needs.Variable(Machine.RedisVariable, "Needs Redis")!
            : base.GetSkipReason(factAttribute);
}
