using Microsoft.EntityFrameworkCore;
using Trust.Identity.Persons;
using Trust.Testing;

namespace Trust.Identity.Tests.Registration;

/// <summary>The registry fails before, while and after it answers: no registration is lost, and the person uses the account meanwhile.</summary>
public sealed class RegistryOutageTests
{
    public static TheoryData<string> Points => ["down", "slow", "unsigned"];

    [Theory, MemberData(nameof(Points))]
    [Requirement("IDN-15")]
    public async Task Registration_survives_an_outage_and_is_raised_when_the_registry_is_back(string point)
    {
        await using var app = await IdentityApp.StartAsync("Trust:Identity:Registry:TimeoutSeconds=1");
        object fault = point switch
        {
            "down" => new { down = true },
            "slow" => new { slowSeconds = 3 },
            _ => new { unsigned = true },
        };
        await app.FaultsAsync(registry: fault);
        var applicant = Applicant.Known("彭玉珍", "990103", "19591212", 62, "15");
        using var visitor = app.Visit();
        Assert.Equal("/account/register/done", (await applicant.RegisterAsync(app, visitor)).Location);
        Assert.Equal("/account/registration", (await visitor.SignInAsync(applicant.IdNumber, query: "?return=/account/registration")).Location);
        Assert.Contains("正在核对", (await visitor.GetAsync("/account/registration")).Body, StringComparison.Ordinal);
        Assert.Equal("需要中级实名", (await visitor.GetAsync("/account/step-up")).Title);

        // Asked again and again, later each time.
        var pauses = new List<TimeSpan>();
        for (var round = 1; round <= 3; round++)
        {
            var waiting = await IdentityApp.WaitAsync(() => app.ReadAsync(db => db.Persons.AsNoTracking().FirstOrDefaultAsync(person => person.Name == applicant.Name && person.RegistryAttempts == round)));
            waiting = await IdentityApp.WaitAsync(() => app.ReadAsync(db => db.Persons.AsNoTracking()
                .FirstOrDefaultAsync(person => person.Id == waiting.Id && person.RegistryNextAt != app.Time.GetUtcNow().AddSeconds(6) && person.RegistryNextAt > app.Time.GetUtcNow())));
            Assert.Equal((0, RegistryState.Pending), (waiting.Level, waiting.Registry));
            pauses.Add(waiting.RegistryNextAt!.Value - app.Time.GetUtcNow());
            app.Time.Advance(pauses[^1]);
        }

        Assert.Equal([5, 10, 20], pauses.Select(pause => pause.TotalSeconds));
        await app.FaultsAsync();
        app.Time.Advance(TimeSpan.FromMinutes(5));
        await app.TextAsync(applicant.Mobile, "初级实名");
        Assert.Contains("核对通过", (await visitor.GetAsync("/account/registration")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task City_node_registers_nobody_and_names_the_province()
    {
        await using var app = await IdentityApp.StartAsync("Trust:Node:Level=City", "Trust:Identity:ProvinceUrl=https://trust.yunchuan.example");
        using var visitor = app.Visit();
        var page = await visitor.GetAsync("/account/register");
        Assert.Contains("https://trust.yunchuan.example/account/register", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Input.IdNumber", page.Body, StringComparison.Ordinal);
        await visitor.PostAsync("/account/register", Applicant.Unknown().Fields());
        Assert.Equal(0, await app.ReadAsync(db => db.Registrations.CountAsync()));
    }
}
