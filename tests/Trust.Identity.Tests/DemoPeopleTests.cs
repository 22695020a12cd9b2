using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Modules;
using Trust.Hosting.Startup;
using Trust.Identity.Data;
using Trust.Identity.Persons;

namespace Trust.Identity.Tests;

public sealed class DemoPeopleTests(OneProcess app) : IClassFixture<OneProcess>
{
    [Fact]
    public async Task Every_demo_person_is_marked_and_has_its_audit_row()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        var people = await db.Persons.ToListAsync();
        Assert.Equal(DemoPeople.All.Select(person => person.Name).Order(), people.Select(person => person.Name).Order());
        Assert.All(people, person => Assert.True(person.IsDemo));
        var audited = await db.Set<AuditRow>().Where(row => row.Event == "identity.person-created").Select(row => row.SubjectKey).ToListAsync();
        Assert.Equal(people.Select(person => person.Id.ToString("N")).Order(), audited.Order());
    }

    [Fact]
    public void Every_demo_person_belongs_to_the_invented_province_and_has_a_number_of_their_own()
    {
        Assert.All(DemoPeople.All, person => Assert.True(person.IdNumber.Division!.Value.IsInvented, person.Name));
        Assert.Equal(DemoPeople.All.Count, DemoPeople.All.Select(person => person.IdNumber).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 11).Select(number => $"+861990000{number:0000}"), DemoPeople.All.Select(person => person.Mobile.Reveal()));
    }

    [Fact]
    public async Task Adding_them_again_adds_nobody()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var module = scope.ServiceProvider.GetRequiredService<ModuleRegistry>().All.Single(candidate => candidate.Name == "identity");
        await module.Store(scope.ServiceProvider)!.AddDemoRowsAsync(CancellationToken.None);
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        Assert.Equal(DemoPeople.All.Count, await db.Persons.CountAsync());
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("development")]
    [InlineData("Staging")]
    public async Task Nobody_is_previewed_outside_Development(string name)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var environment = TrustEnvironment.Read(new ConfigurationBuilder().Build(), new Named(name), new StartupReport());
        var answer = await PreviewPerson.PreviewAsync(
            services.GetRequiredService<IdentityDbContext>(), services.GetRequiredService<PersonStatements>(), environment, Actor.Process("front"), "林清和", default);
        Assert.Equal("identity.preview-refused", answer.Error?.Code);
    }

    private sealed class Named(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "test";

        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
