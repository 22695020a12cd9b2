using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Hosting.Outbound;

namespace Trust.Identity.Registry;

/// <summary>
/// Asks the population registry (人口库) whether a person is as stated. Whatever is not a signed answer to this very question is
/// <see cref="RegistryAnswer.Unavailable"/>, never a match. The interface is in this folder's README.
/// </summary>
internal sealed partial class PopulationRegistry(HttpClient client, RegistryOptions options, TimeProvider time, ILogger<PopulationRegistry> logger)
{
    private readonly ConnectorClient connector = new(client, options, time);

    public async Task<RegistryAnswer> CheckAsync(RegistryQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        var answered = await connector.PostAsync<Body, Answer>("checks", Write(question), cancellationToken);
        var answer = answered.Then(signed => Read(signed, question.Reference));
        if (answer.Succeeded)
        {
            return answer.Value;
        }

        NotAnswered(answer.Error.Code, answer.Error.Detail);
        return new RegistryAnswer.Unavailable(answer.Error.Code);
    }

    // GB/T 2261.1: 1 is male, 2 is female.
    private static Body Write(RegistryQuestion question) =>
        new(question.Reference, question.IdNumber.Reveal(), question.Name, question.Ethnicity.Value, question.IdNumber.Sex == RegisteredSex.Male ? "1" : "2");

    private static Result<RegistryAnswer> Read(ConnectorAnswer<Answer> signed, Guid reference)
    {
        var (answer, digest) = signed;
        if (answer.Reference != reference)
        {
            return ConnectorErrors.OtherRequest;
        }

        if (!EvidenceId().IsMatch(answer.Evidence) || FieldsOf(answer.Mismatched ?? []) is not { } fields || (fields != RegistryFields.None) != (answer.Outcome == "mismatch"))
        {
            return ConnectorErrors.Malformed;
        }

        var evidence = new RegistryEvidence(answer.Evidence, digest);
        return answer.Outcome switch
        {
            "match" => new RegistryAnswer.Match(evidence),
            "mismatch" => new RegistryAnswer.Mismatch(fields, evidence),
            "notFound" => new RegistryAnswer.NotFound(evidence),
            "deceased" => new RegistryAnswer.Deceased(evidence),
            _ => ConnectorErrors.UnknownOutcome,
        };
    }

    // Null for a name that is not agreed or comes twice.
    private static RegistryFields? FieldsOf(IReadOnlyList<string> names)
    {
        var fields = RegistryFields.None;
        foreach (var name in names)
        {
            var field = name switch
            {
                "name" => RegistryFields.Name,
                "ethnicity" => RegistryFields.Ethnicity,
                "sex" => RegistryFields.Sex,
                _ => RegistryFields.None,
            };
            if (field == RegistryFields.None || fields.HasFlag(field))
            {
                return null;
            }

            fields |= field;
        }

        return fields;
    }

    private sealed record Body(Guid Reference, string IdNumber, string Name, string Ethnicity, string Sex);

    private sealed record Answer(Guid Reference, string Outcome, string Evidence, IReadOnlyList<string>? Mismatched = null);

    [LoggerMessage(3910, LogLevel.Warning, "The population registry gave no answer that counts ({Code}): {Detail}")]
    private partial void NotAnswered(string code, string detail);

    [GeneratedRegex("^[A-Za-z0-9-]{1,64}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex EvidenceId();
}
