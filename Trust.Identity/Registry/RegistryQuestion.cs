using Trust.Contracts.Codes;

namespace Trust.Identity.Registry;

/// <summary>Whether a person is as stated. Sex is not asked of the person: it is the number's.</summary>
/// <param name="Reference">Of this question; asked again under the same reference, the registry answers the same and counts it once.</param>
/// <param name="IdNumber">Identity number.</param>
/// <param name="Name">Name as typed, without white space around.</param>
/// <param name="Ethnicity">Ethnicity.</param>
internal sealed record RegistryQuestion(Guid Reference, CitizenIdNumber IdNumber, string Name, EthnicityCode Ethnicity)
{
    // The text of a record would repeat the name.
    public override string ToString() => $"RegistryQuestion {Reference}";
}

/// <summary>What may differ from the registry.</summary>
[Flags]
internal enum RegistryFields
{
    None = 0,
    Name = 1,
    Ethnicity = 2,
    Sex = 4,
}

/// <summary>Proof of an answer, kept beside the level that rests on it.</summary>
/// <param name="Id">The registry's own number of its answer: 1 to 64 letters, digits and hyphens.</param>
/// <param name="Digest">SHA-256 of the answer as received, 64 small hexadecimal digits.</param>
internal sealed record RegistryEvidence(string Id, string Digest);

/// <summary>What the registry says: one of the records inside.</summary>
internal abstract record RegistryAnswer
{
    private RegistryAnswer()
    {
    }

    /// <summary>Number, name, ethnicity and sex agree, and the person lives.</summary>
    internal sealed record Match(RegistryEvidence Evidence) : RegistryAnswer;

    /// <summary>The number is known; these fields do not agree.</summary>
    internal sealed record Mismatch(RegistryFields Fields, RegistryEvidence Evidence) : RegistryAnswer;

    /// <summary>The number is not in the registry.</summary>
    internal sealed record NotFound(RegistryEvidence Evidence) : RegistryAnswer;

    /// <summary>The person has died (死亡注销).</summary>
    internal sealed record Deceased(RegistryEvidence Evidence) : RegistryAnswer;

    /// <summary>No answer that counts: ask again later.</summary>
    /// <param name="Reason">Stable code, <c>connector.reason</c> (<see cref="Trust.Hosting.Outbound.ConnectorErrors"/>).</param>
    internal sealed record Unavailable(string Reason) : RegistryAnswer;
}
