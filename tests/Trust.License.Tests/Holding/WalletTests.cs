using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.License.Holding;
using Trust.License.Tests.Issuing;
using Trust.Testing;

namespace Trust.License.Tests.Holding;

/// <summary>Who finds which licences, and what a one-time code is good for.</summary>
public sealed class WalletTests : IAsyncLifetime
{
    private readonly LicenseApp app = LicenseApp.Start();
    private HttpClient machine = null!;

    public async Task InitializeAsync() => machine = await app.MachineAsync();

    public async Task DisposeAsync()
    {
        machine.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    [Requirement("LIC-05")]
    [Requirement("POR-04")]
    public async Task Representative_finds_those_of_the_company_and_a_person_their_own()
    {
        var company = await machine.IssueAsync();
        var form = SampleLicence.Form();
        (form["holderName"], form["holderCodeType"], form["holderCode"], form["number"]) = ("林清和", "111", "99010219900307002X", "JY29901020051307");
        var person = await machine.IssueAsync(form);
        Assert.Equal([company.LicenceId], (await HeldAsync(await PersonAsync("沈知远"))).Select(row => row.Licence.Id));
        Assert.Equal([person.LicenceId], (await HeldAsync(await PersonAsync("林清和"))).Select(row => row.Licence.Id));
        Assert.Empty(await HeldAsync(await PersonAsync("周明慧")));
    }

    [Fact]
    [Requirement("LIC-05")]
    public async Task Session_or_identity_that_is_not_proved_finds_nothing()
    {
        await machine.IssueAsync();
        var proved = await PersonAsync("沈知远");
        Assert.Empty(await HeldAsync(proved with { Level = 1 }));
        Assert.Empty(await HeldAsync(proved with { Capacity = new Capacity(CapacityKind.Staff, SampleLicence.Office) }));
        await using var scope = app.Services.CreateAsyncScope();
        var nobody = await scope.ServiceProvider.GetRequiredService<HeldLicences>().HoldersAsync(Actor.Anonymous, default);
        Assert.True(!nobody.Succeeded || nobody.Value.Count == 0);
    }

    [Fact]
    [Requirement("LIC-05")]
    public async Task One_time_code_shows_the_holder_once_and_a_new_one_ends_it()
    {
        await machine.IssueAsync();
        var person = await PersonAsync("沈知远");
        var (first, second) = (await ShowAsync(person), await ShowAsync(person));
        using var scanner = app.Client();
        using var ended = await scanner.GetAsync(new Uri(first.Address));
        Assert.DoesNotContain("青禾", await ended.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var page = await scanner.GetStringAsync(new Uri(second.Address));
        Assert.Contains("澜江市青禾食品有限公司", page, StringComparison.Ordinal);
        using var again = await scanner.GetAsync(new Uri(second.Address));
        Assert.DoesNotContain("青禾", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Of the code itself only its digest is kept.
        var code = second.Address[^32..];
        Assert.DoesNotContain(await app.LookAsync(db => db.OneTimeCodes.Select(row => row.CodeHash).ToListAsync()), hash => hash.AsSpan().SequenceEqual(Convert.FromHexString(code)));
    }

    private async Task<Actor> PersonAsync(string name)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IIdentity>().PreviewPersonAsync(Actor.Process("test"), name, default)).Value with { Level = 2 };
    }

    private async Task<IReadOnlyList<HeldLicence>> HeldAsync(Actor actor)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var held = scope.ServiceProvider.GetRequiredService<HeldLicences>();
        return await held.ListAsync((await held.HoldersAsync(actor, default)).Value, default);
    }

    private async Task<ShownCode> ShowAsync(Actor actor)
    {
        var row = (await HeldAsync(actor))[0];
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ShowOnce>().MakeAsync(actor with { SessionId = "session" }, row, default);
    }
}
