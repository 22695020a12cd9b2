using System.Text.Json.Serialization;

namespace Trust.Documents.Verification;

/// <summary>One check that was made.</summary>
/// <param name="Id">Stable id, as <c>SIG-VALUE</c>.</param>
/// <param name="Clause">Where the demand comes from.</param>
/// <param name="Status">Outcome.</param>
/// <param name="Detail">What was found, English; names are quoted from the file.</param>
public sealed record CheckResult(string Id, string Clause, CheckStatus Status, string Detail)
{
    /// <summary>The signature it belongs to: its place among all signatures of the file, from 1; null for the document.</summary>
    public int? Signature { get; init; }

    /// <summary>What this check alone makes of the verdict, or null where it decides nothing.</summary>
    public Conclusion? Conclusion { get; init; }
}

/// <summary>Indication and reason.</summary>
/// <param name="Indication">Indication.</param>
/// <param name="SubIndication">One of <see cref="SubIndications"/>, or null where all passed.</param>
public sealed record Conclusion(Indication Indication, string? SubIndication)
{
    internal static Conclusion Passed { get; } = new(Indication.TotalPassed, null);

    internal static Conclusion Unknown(string subIndication) => new(Indication.Indeterminate, subIndication);

    internal static Conclusion Failed(string subIndication) => new(Indication.TotalFailed, subIndication);

    /// <summary>Place in <see cref="SubIndications.ByWeight"/>; the lower decides.</summary>
    [JsonIgnore]
    internal int Weight => SubIndication is null ? int.MaxValue : SubIndications.ByWeight.ToList().IndexOf(SubIndication);

    /// <summary>The worst of several; passed where there are none.</summary>
    internal static Conclusion Worst(IEnumerable<Conclusion?> conclusions) =>
        conclusions.OfType<Conclusion>().OrderByDescending(c => c.Indication).ThenBy(c => c.Weight).FirstOrDefault() ?? Passed;
}
