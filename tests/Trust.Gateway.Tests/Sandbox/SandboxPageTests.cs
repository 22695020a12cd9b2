using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts.Codes;
using Trust.Gateway.Sandbox;
using Trust.Hosting.Development;
using Trust.Identity;

namespace Trust.Gateway.Tests.Sandbox;

public sealed partial class SandboxPageTests(DevelopmentApp app) : IClassFixture<DevelopmentApp>
{
    [Fact]
    public async Task Page_shows_whom_one_can_register_as_and_every_demo_account()
    {
        using var answer = await app.SendAsync("/sandbox");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        foreach (var person in new SandboxPeople().All)
        {
            Assert.Contains(person.IdNumber.Reveal(), page, StringComparison.Ordinal);
            Assert.Contains(person.Name, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Register_holds_living_and_dead_people_of_the_invented_province()
    {
        var people = new SandboxPeople();
        Assert.All(people.All, person => Assert.True(person.IdNumber.Division!.Value.IsInvented, person.Name));
        Assert.All(people.All, person => Assert.True(person.IdNumber.BirthDate < new DateOnly(2010, 1, 1), person.Name));
        Assert.Equal(people.All.Count, people.All.Select(person => person.Name).Distinct().Count());
        Assert.Equal(IdentityModule.DemoPeople.Select(person => person.IdNumber), people.All.Where(person => person.Demo is not null).Select(person => person.IdNumber));
        Assert.True(people.All.Count(person => person.Deceased) >= 2);
        Assert.Single(people.All, person => person.Sex != person.IdNumber.Sex);
        Assert.Equal("唐以宁", people.Find(CitizenIdNumber.Parse("990101199411302049"))?.Name);
    }

    [Fact]
    public async Task Message_that_was_sent_is_on_the_page()
    {
        using var sent = await app.SendAsync(SignedCall.Sms, request => SignedCall.Sign(request, SignedCall.Sms, SignedCall.Message($"{Guid.NewGuid()}", text: "验证码771204")));
        using var answer = await app.SendAsync("/sandbox");
        Assert.Contains("验证码771204", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switching_a_fault_needs_the_token_of_the_form()
    {
        using var forged = await app.SendAsync("/sandbox", request =>
        {
            request.Method = HttpMethod.Post;
            request.Content = new FormUrlEncodedContent([KeyValuePair.Create("Registry.Down", "true")]);
        });
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using var answer = await app.SendAsync("/sandbox");
        Assert.DoesNotContain("已打开的故障", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_is_switched_on_and_off_by_plain_forms()
    {
        using var own = app.With("Trust:Rates:Page", "500");
        using var browser = own.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("http://localhost") });
        var page = await PostAsync(browser, "/sandbox", ("Registry.Down", "true"), ("Registry.SlowSeconds", "0"), ("Sms.SlowSeconds", "2"), ("Sms.Unsigned", "true"));
        Assert.Contains("已打开的故障：人口库停机、短信网关慢2秒、短信网关的回答没有签名。", page, StringComparison.Ordinal);
        using var down = await DevelopmentApp.SendAsync(own, SignedCall.Registry, request => SignedCall.Sign(request, SignedCall.Registry, SignedCall.Question($"{Guid.NewGuid()}")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, down.StatusCode);
        Assert.DoesNotContain("已打开的故障", await PostAsync(browser, "/sandbox?handler=Reset"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Registry.SlowSeconds", "61")]
    [InlineData("Registry.SlowSeconds", "soon")]
    [InlineData("Sms.Down", "perhaps")]
    public async Task Switch_that_makes_no_sense_is_refused(string name, string value)
    {
        using var own = app.With("Trust:Rates:Page", "500");
        using var browser = own.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("http://localhost") });
        using var form = await FormAsync(browser, (name, value));
        using var answer = await browser.PostAsync(new Uri("/sandbox", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Notes_of_modules_are_on_the_page()
    {
        using var noted = app.With("Trust:Rates:Page", "500").WithWebHostBuilder(host => host.ConfigureTestServices(services => services.AddScoped<IDevelopmentNotes, Notes>()));
        using var answer = await DevelopmentApp.SendAsync(noted, "/sandbox");
        var page = await answer.Content.ReadAsStringAsync();
        foreach (var text in new[] { "工作人员的动态口令", "周明慧", "427196" })
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }
    }

    private static async Task<string> PostAsync(HttpClient browser, string path, params (string Name, string Value)[] fields)
    {
        using var form = await FormAsync(browser, fields);
        using var answer = await browser.PostAsync(new Uri(path, UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("/sandbox", answer.RequestMessage!.RequestUri!.PathAndQuery);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<FormUrlEncodedContent> FormAsync(HttpClient browser, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await browser.GetStringAsync(new Uri("/sandbox", UriKind.Relative))).Groups[1].Value;
        return new(fields.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    private sealed class Notes : IDevelopmentNotes
    {
        public ValueTask<IReadOnlyList<DevelopmentNote>> ReadAsync(CancellationToken cancellationToken) =>
            new([new DevelopmentNote("工作人员的动态口令", ["姓名", "口令"], [["周明慧", "427196"]])]);
    }
}
