using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts.Codes;
using Trust.Identity.Registry;

namespace Trust.Identity.Tests.Registry;

public sealed class PopulationRegistryTests(OutsideService service) : HostileServiceTests(service), IClassFixture<OutsideService>
{
    private const string Number = "99010219900307002X";
    private const string Name = "林清和";
    private static readonly RegistryQuestion Question = new(Guid.CreateVersion7(), CitizenIdNumber.Parse(Number), Name, EthnicityCode.Parse("01"));

    private readonly OutsideService service = service;

    protected override string ReferenceName => "reference";

    protected override string Good(string reference) => Answer(reference, "match");

    protected override Task<string?> AskAsync(IServiceProvider connectors) => AskAsync(connectors, CancellationToken.None);

    protected override async Task<string?> AskAsync(IServiceProvider connectors, CancellationToken cancellationToken) =>
        (await connectors.GetRequiredService<PopulationRegistry>().CheckAsync(Question, cancellationToken) as RegistryAnswer.Unavailable)?.Reason;

    [Fact]
    public async Task Question_carries_what_the_interface_says()
    {
        service.Received.Clear();
        await CheckAsync("match");
        var request = Assert.Single(service.Received);
        Assert.Equal("/v1/checks", request.Path);
        var json = System.Text.Json.JsonDocument.Parse(request.Body).RootElement;
        var members = json.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString());
        Assert.Equal(
            new Dictionary<string, string?> { ["reference"] = Question.Reference.ToString(), ["idNumber"] = Number, ["name"] = Name, ["ethnicity"] = "01", ["sex"] = "2" },
            members);
    }

    [Fact]
    public async Task Answer_comes_with_the_evidence_for_it()
    {
        var json = Answer(Question.Reference.ToString(), "match");
        service.Answer = (context, request) => service.SignAsync(context, request, json);
        var match = Assert.IsType<RegistryAnswer.Match>(await CheckAsync());
        Assert.Equal(new RegistryEvidence("YC-20260301-000017", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))), match.Evidence);
    }

    [Theory]
    [InlineData("name", RegistryFields.Name)]
    [InlineData("ethnicity", RegistryFields.Ethnicity)]
    [InlineData("sex", RegistryFields.Sex)]
    [InlineData("name\",\"sex", RegistryFields.Name | RegistryFields.Sex)]
    [InlineData("sex\",\"ethnicity\",\"name", RegistryFields.Name | RegistryFields.Sex | RegistryFields.Ethnicity)]
    public async Task Mismatch_names_its_fields(string names, object fields)
    {
        var mismatch = Assert.IsType<RegistryAnswer.Mismatch>(await CheckAsync("mismatch", $"\"{names}\""));
        Assert.Equal((RegistryFields)fields, mismatch.Fields);
    }

    [Fact]
    public async Task Number_that_the_registry_does_not_have_is_not_found() => Assert.IsType<RegistryAnswer.NotFound>(await CheckAsync("notFound"));

    [Fact]
    public async Task Dead_person_is_told_as_such() => Assert.IsType<RegistryAnswer.Deceased>(await CheckAsync("deceased"));

    [Theory]
    [InlineData("mismatch", "")]
    [InlineData("mismatch", null)]
    [InlineData("mismatch", "\"age\"")]
    [InlineData("mismatch", "\"name\",\"age\"")]
    [InlineData("mismatch", "\"name\",\"name\"")]
    [InlineData("mismatch", "\"Name\"")]
    [InlineData("mismatch", "7")]
    [InlineData("mismatch", "null")]
    [InlineData("match", "\"name\"")]
    [InlineData("deceased", "\"name\"")]
    public async Task Fields_that_do_not_fit_the_outcome_are_no_answer(string outcome, string? mismatched) =>
        Assert.Equal("connector.malformed", Assert.IsType<RegistryAnswer.Unavailable>(await CheckAsync(outcome, mismatched)).Reason);

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("<script>")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123x")]
    public async Task Evidence_that_could_not_be_kept_is_no_answer(string evidence) =>
        Assert.Equal("connector.malformed", Assert.IsType<RegistryAnswer.Unavailable>(await CheckAsync("match", evidence: evidence)).Reason);

    [Theory]
    [InlineData("Match")]
    [InlineData("MATCH")]
    [InlineData("match ")]
    [InlineData("")]
    public async Task Outcome_that_only_looks_like_a_match_is_none(string outcome) =>
        Assert.Equal("connector.unknown-outcome", Assert.IsType<RegistryAnswer.Unavailable>(await CheckAsync(outcome)).Reason);

    [Fact]
    public async Task Log_tells_the_reason_and_nothing_of_the_person()
    {
        await CheckAsync("match");
        service.Answer = (_, _) => throw new IOException(Number);
        await CheckAsync();
        Assert.Contains("connector.", service.Log, StringComparison.Ordinal);
        foreach (var secret in new[] { Number, Name, OutsideService.Key.Reveal(), "System.Net.Http" })
        {
            Assert.DoesNotContain(secret, service.Log, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Name, $"{Question}", StringComparison.Ordinal);
    }

    private Task<RegistryAnswer> CheckAsync(string outcome, string? mismatched = null, string evidence = "YC-20260301-000017")
    {
        service.Answer = (context, request) => service.SignAsync(context, request, Answer(Question.Reference.ToString(), outcome, mismatched, evidence));
        return CheckAsync();
    }

    private Task<RegistryAnswer> CheckAsync() => service.Connectors.GetRequiredService<PopulationRegistry>().CheckAsync(Question, CancellationToken.None);

    private static string Answer(string reference, string outcome, string? mismatched = null, string evidence = "YC-20260301-000017")
    {
        var fields = mismatched is null ? "" : $",\"mismatched\":[{mismatched}]";
        return $$"""{"reference":"{{reference}}","outcome":"{{outcome}}","evidence":"{{evidence}}"{{fields}}}""";
    }
}
