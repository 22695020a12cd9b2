using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts.Codes;
using Trust.Identity.Persons;
using Trust.Identity.Registry;

namespace Trust.Identity.Tests.Registry;

/// <summary>The connector that runs in production, against the sandbox of a development installation.</summary>
public sealed class SandboxRegistryTests(OneProcess app) : IClassFixture<OneProcess>
{
    [Fact]
    public async Task Every_demo_person_is_in_the_registry()
    {
        foreach (var person in DemoPeople.All)
        {
            Assert.IsType<RegistryAnswer.Match>(await CheckAsync(person.IdNumber.Reveal(), person.Name, person.Ethnicity.Value));
        }
    }

    [Theory]
    [InlineData("唐以安", "01", RegistryFields.Name)]
    [InlineData("唐以宁", "02", RegistryFields.Ethnicity)]
    [InlineData("唐以安", "02", RegistryFields.Name | RegistryFields.Ethnicity)]
    public async Task Each_field_that_differs_is_named(string name, string ethnicity, object fields) =>
        Assert.Equal((RegistryFields)fields, Assert.IsType<RegistryAnswer.Mismatch>(await CheckAsync("990101199411302049", name, ethnicity)).Fields);

    [Fact]
    public async Task Registered_sex_that_contradicts_the_number_is_named() =>
        Assert.Equal(RegistryFields.Sex, Assert.IsType<RegistryAnswer.Mismatch>(await CheckAsync("990104199011031453", "贺晓棠", "01")).Fields);

    [Fact]
    public async Task Unknown_and_dead_people_are_told_apart()
    {
        Assert.IsType<RegistryAnswer.NotFound>(await CheckAsync("11010519491231002X", "唐以宁", "01"));
        Assert.IsType<RegistryAnswer.Deceased>(await CheckAsync("990102193708150364", "秦仲和", "01"));
    }

    [Fact]
    public async Task Same_question_under_the_same_reference_has_one_answer_and_another_none()
    {
        var reference = Guid.CreateVersion7();
        var first = await CheckAsync("990101199411302049", "唐以宁", "01", reference);
        Assert.Equal(first, await CheckAsync("990101199411302049", "唐以宁", "01", reference));
        Assert.Equal(new RegistryAnswer.Unavailable("connector.status"), await CheckAsync("990101199411302049", "唐以安", "01", reference));
    }

    [Theory]
    [InlineData("down", "true", "connector.status")]
    [InlineData("unsigned", "true", "connector.not-signed")]
    [InlineData("slowSeconds", "20", "connector.timeout")]
    public async Task Fault_that_is_switched_on_is_no_answer_and_ends_when_it_is_switched_off(string fault, string value, string reason)
    {
        using var client = app.CreateClient();
        await SwitchAsync(client, $$"""{"registry": { "{{fault}}": {{value}} } }""");
        Assert.Equal(new RegistryAnswer.Unavailable(reason), await CheckAsync("990101199411302049", "唐以宁", "01"));
        await SwitchAsync(client, "{}");
        Assert.IsType<RegistryAnswer.Match>(await CheckAsync("990101199411302049", "唐以宁", "01"));
    }

    private static async Task SwitchAsync(HttpClient client, string faults)
    {
        using var answer = await client.PutAsync(new Uri("/sandbox/faults", UriKind.Relative), JsonContent.Create(System.Text.Json.JsonDocument.Parse(faults).RootElement));
        Assert.Equal(System.Net.HttpStatusCode.NoContent, answer.StatusCode);
    }

    private async Task<RegistryAnswer> CheckAsync(string number, string name, string ethnicity, Guid? reference = null)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var question = new RegistryQuestion(reference ?? Guid.CreateVersion7(), CitizenIdNumber.Parse(number), name, EthnicityCode.Parse(ethnicity));
        return await scope.ServiceProvider.GetRequiredService<PopulationRegistry>().CheckAsync(question, CancellationToken.None);
    }
}
