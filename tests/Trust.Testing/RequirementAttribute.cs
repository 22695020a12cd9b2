using Xunit.Abstractions;
using Xunit.Sdk;

namespace Trust.Testing;

/// <summary>
/// Names the requirement a test proves: <c>[Requirement("IDN-15")]</c>. The tables in the module READMEs are made from it, and
/// <c>dotnet test --filter Requirement=IDN-15</c> runs the proof.
/// </summary>
[TraitDiscoverer("Trust.Testing.RequirementDiscoverer", "Trust.Testing")]
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class RequirementAttribute(string id) : Attribute, ITraitAttribute
{
    public string Id { get; } = id;
}

/// <summary>Turns the attribute into a trait; found by name by the runner.</summary>
public sealed class RequirementDiscoverer : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute)
    {
        ArgumentNullException.ThrowIfNull(traitAttribute);
        yield return new("Requirement", (string)traitAttribute.GetConstructorArguments().Single());
    }
}
