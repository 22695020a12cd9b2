using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.License.Holding;
using Trust.License.States;
using Trust.License.Tests.Issuing;
using Trust.Testing;

namespace Trust.License.Tests.States;

/// <summary>States and versions of a licence: who changes them, what follows what, and what everybody is told. On both databases.</summary>
public abstract class StateTests : IAsyncLifetime
{
    private LicenseApp app = null!;
    private HttpClient machine = null!;

    public async Task InitializeAsync()
    {
        app = await StartAsync();
        machine = await app.MachineAsync();
    }

    public async Task DisposeAsync()
    {
        machine?.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    protected abstract Task<LicenseApp> StartAsync();

    [DatabaseFact]
    [Requirement("LIC-04")]
    public async Task Suspended_licence_is_told_at_once_comes_back_and_ends_for_good()
    {
        var issued = await machine.IssueAsync();
        Assert.Contains("现在有效", await LookAsync(issued.Address!), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await machine.ChangeAsync(issued.LicenceId, StateCalls.Form("suspended"))).Status);
        Assert.Contains("暂扣", await LookAsync(issued.Address!), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await machine.ChangeAsync(issued.LicenceId, StateCalls.Form("valid"))).Status);
        Assert.Contains("现在有效", await LookAsync(issued.Address!), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await machine.ChangeAsync(issued.LicenceId, StateCalls.Form("revoked"))).Status);
        Assert.Contains("吊销", await LookAsync(issued.Address!), StringComparison.Ordinal);
        foreach (var to in new[] { "valid", "suspended", "cancelled", "annulled", "transferred", "revoked" })
        {
            Assert.Equal((HttpStatusCode.Conflict, "license.state-forbids"), Of(await machine.ChangeAsync(issued.LicenceId, StateCalls.Form(to))));
        }

        // Each change is logged under a name that only who has the identifier can compute.
        var entries = await app.LookAsync(db => db.LogEntries.Where(row => row.Kind == "licence.state-changed").OrderBy(row => row.Index).Select(row => row.Content).ToListAsync());
        Assert.Equal(["suspended", "valid", "revoked"], entries.Select(entry => JsonDocument.Parse(entry).RootElement.GetProperty("state").GetString()));
        Assert.All(entries, entry => Assert.DoesNotContain(issued.Identifier!, System.Text.Encoding.UTF8.GetString(entry), StringComparison.Ordinal));
    }

    [DatabaseFact]
    public async Task Change_without_its_ground_or_with_an_impossible_time_is_refused_with_all_faults()
    {
        var issued = await machine.IssueAsync();
        var form = StateCalls.Form("gone", TimeProvider.System.GetUtcNow().AddDays(1));
        (form["basis"], form["reason"], form["document"]) = ("", " ", "x");
        var refused = await machine.ChangeAsync(issued.LicenceId, form);
        Assert.Equal((HttpStatusCode.BadRequest, "license.data-invalid"), Of(refused));
        foreach (var part in new[] { "state", "time", "basis", "reason", "document" })
        {
            Assert.Contains(part, refused.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal("license.data-invalid", (await machine.ChangeAsync(issued.LicenceId, StateCalls.Form("revoked", new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)))).Code);
        Assert.Equal(0, await app.LookAsync(db => db.StateChanges.CountAsync()));
    }

    [DatabaseFact]
    public async Task Same_key_changes_once_and_answers_the_same()
    {
        var issued = await machine.IssueAsync();
        var key = LicenceCalls.NewKey();
        var first = await machine.ChangeAsync(issued.LicenceId, StateCalls.Form("suspended"), key);
        var again = await machine.ChangeAsync(issued.LicenceId, StateCalls.Form("suspended"), key);
        Assert.Equal(first.Body.GetProperty("id").GetGuid(), again.Body.GetProperty("id").GetGuid());
        Assert.Equal("request.idempotency-key-reused", (await machine.ChangeAsync(issued.LicenceId, StateCalls.Form("revoked"), key)).Code);
        Assert.Equal(1, await app.LookAsync(db => db.StateChanges.CountAsync()));
    }

    [DatabaseFact]
    public async Task Of_changes_at_once_one_is_made()
    {
        var issued = await machine.IssueAsync();
        string[] wanted = ["suspended", "revoked", "cancelled", "transferred", "revoked", "cancelled", "suspended", "transferred"];
        var answers = await Task.WhenAll(wanted.Select(to => machine.ChangeAsync(issued.LicenceId, StateCalls.Form(to))));
        var made = answers.Where(answer => answer.Status == HttpStatusCode.OK).ToList();
        var changes = await app.LookAsync(db => db.StateChanges.OrderBy(row => row.LogIndex).ToListAsync());
        Assert.Equal(made.Count, changes.Count);
        Assert.True(changes.Zip(changes.Skip(1)).All(pair => pair.First.To == pair.Second.From), "A change began from another state than the one before led to.");
        Assert.Single(changes, row => LicenceStates.IsFinal(row.To));
    }

    [DatabaseFact]
    [Requirement("LIC-04")]
    public async Task Annulment_waits_for_another_person_and_then_counts_from_the_beginning()
    {
        var issued = await machine.IssueAsync();
        var effective = new DateTimeOffset(2026, 3, 18, 0, 0, 0, TimeSpan.FromHours(8));
        var asked = await machine.ChangeAsync(issued.LicenceId, StateCalls.Form("annulled", effective));
        Assert.Equal(HttpStatusCode.Accepted, asked.Status);
        Assert.Equal(("valid", true), (asked.Body.GetProperty("state").GetString(), asked.Body.GetProperty("waits").GetBoolean()));
        Assert.Contains("现在有效", await LookAsync(issued.Address!), StringComparison.Ordinal);
        Assert.Equal("license.proposal-pending", (await machine.ChangeAsync(issued.LicenceId, StateCalls.Form("annulled"))).Code);

        // The application is nobody's second person; an official of another office does not even see it.
        var proposal = asked.Body.GetProperty("id").GetGuid();
        Assert.Equal("license.same-person", (await DecideAsync(new Actor { Kind = ActorKind.Client, ClientId = "demo-machine" }, new Decider("demo-machine", null), proposal)).Error?.Code);
        Assert.Equal("license.not-found", (await DecideAsync(Official("11990000MB0000019F", out var stranger), stranger, proposal)).Error?.Code);
        Assert.True((await DecideAsync(Official(SampleLicence.Office, out var second), second, proposal)).Succeeded);
        Assert.Equal("license.state-forbids", (await DecideAsync(Official(SampleLicence.Office, out var third), third, proposal)).Error?.Code);
        Assert.Contains("撤销", await LookAsync(issued.Address!), StringComparison.Ordinal);
        var state = await machine.StateAsync(issued.LicenceId, "?on=2026-03-19");
        Assert.Equal(("annulled", "03"), (state.Body.GetProperty("state").GetString(), state.Body.GetProperty("code").GetString()));
    }

    [DatabaseFact]
    public async Task Who_proposed_cannot_confirm_but_may_take_it_back()
    {
        var issued = await machine.IssueAsync();
        var actor = Official(SampleLicence.Office, out var official);
        var form = new StateForm { To = "annulled", Basis = "行政许可法第六十九条", Reason = "材料虚假", Document = "澜市监撤〔2026〕2号" };
        var asked = await ChangeAsync(change => change.AskAsync(actor, official, issued.LicenceId, form, default));
        Assert.True(asked.Value.Waits);
        Assert.Equal("license.same-person", (await DecideAsync(actor, official, asked.Value.Id)).Error?.Code);
        var back = await ChangeAsync(change => change.DecideAsync(actor, official, asked.Value.Id, agrees: false, default));
        Assert.True(back.Succeeded);
        Assert.Equal(0, await app.LookAsync(db => db.StateChanges.CountAsync()));
        Assert.True((await ChangeAsync(change => change.AskAsync(actor, official, issued.LicenceId, form, default))).Succeeded);
    }

    [DatabaseFact]
    [Requirement("LIC-03")]
    public async Task New_version_takes_the_place_of_the_old_and_the_old_says_so()
    {
        var issued = await machine.IssueAsync();
        var form = SampleLicence.Form();
        form["items"] = new Dictionary<string, string>((Dictionary<string, string>)form["items"]!) { ["KZ_JYXM"] = "热食类食品制售" };
        var key = LicenceCalls.NewKey();
        var second = await machine.AmendAsync(issued.LicenceId, form, key: key);
        Assert.True(second.Status == HttpStatusCode.Created, second.Body.ToString());
        Assert.Equal(2, second.Body.GetProperty("version").GetInt32());
        var (old, fresh) = (issued.Identifier!.Split('.'), second.Body.GetProperty("identifier").GetString()!.Split('.'));
        Assert.Equal(old[..^2], fresh[..^2]);
        Assert.Equal(("001", "002"), (old[^2], fresh[^2]));
        Assert.Equal(second.Body.ToString(), (await machine.AmendAsync(issued.LicenceId, form, key: key)).Body.ToString());
        Assert.Contains("已换发", await LookAsync(issued.Address!), StringComparison.Ordinal);
        Assert.Contains("现在有效", await LookAsync(second.Body.GetProperty("address").GetString()!), StringComparison.Ordinal);
        Assert.Equal(["issue", "change"], await app.LookAsync(db => db.Versions.OrderBy(row => row.Number).Select(row => row.Cause).ToListAsync()));
    }

    [DatabaseFact]
    public async Task Version_for_another_holder_number_or_a_suspended_licence_is_refused()
    {
        var issued = await machine.IssueAsync();
        foreach (var (name, value) in new[] { ("number", "JY19901020048218"), ("holderCode", "91990101MA0QHCP131".Replace("131", "13A", StringComparison.Ordinal)) })
        {
            var form = SampleLicence.Form();
            form[name] = value;
            Assert.Equal("license.data-invalid", (await machine.AmendAsync(issued.LicenceId, form)).Code);
        }

        Assert.Equal("license.data-invalid", (await machine.AmendAsync(issued.LicenceId, SampleLicence.Form(), cause: "because")).Code);
        Assert.Equal("license.not-found", (await machine.AmendAsync(Guid.NewGuid(), SampleLicence.Form())).Code);
        await machine.ChangeAsync(issued.LicenceId, StateCalls.Form("suspended"));
        Assert.Equal("license.state-forbids", (await machine.AmendAsync(issued.LicenceId, SampleLicence.Form())).Code);
        Assert.Equal(1, await app.LookAsync(db => db.Versions.CountAsync()));
    }

    [DatabaseFact]
    public async Task Holder_is_told_once_of_every_event()
    {
        var issued = await machine.IssueAsync();
        await machine.ChangeAsync(issued.LicenceId, StateCalls.Form("suspended"));
        var tell = app.Services.GetRequiredService<TellHolders>();
        for (var round = 0; round < 50 && await app.LookAsync(db => db.HolderNotices.AnyAsync(row => row.ToldAt == null)); round++)
        {
            await tell.TellAsync(default);
            await Task.Delay(100);
        }

        Assert.Equal([HolderNotices.Issued, HolderNotices.Suspended], await app.LookAsync(db => db.HolderNotices.OrderBy(row => row.At).Select(row => row.Template).ToListAsync()));
        Assert.False(await app.LookAsync(db => db.HolderNotices.AnyAsync(row => row.ToldAt == null)));
    }

    [DatabaseFact]
    public async Task Stranger_neither_changes_nor_asks()
    {
        var issued = await machine.IssueAsync();
        using var nobody = app.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.ChangeAsync(issued.LicenceId, StateCalls.Form("revoked"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.StateAsync(issued.LicenceId)).Status);
        Assert.Equal("license.not-found", (await ChangeAsync(change => change.AskAsync(Official("11990000MB0000019F", out var stranger), stranger, issued.LicenceId, new StateForm { To = "revoked", Basis = "依据", Reason = "原因", Document = "文书" }, default))).Error?.Code);
    }

    private static (HttpStatusCode, string?) Of(StateReply reply) => (reply.Status, reply.Code);

    private static Actor Official(string office, out Decider decider)
    {
        var person = Guid.NewGuid();
        decider = new Decider("某某", person);
        return new Actor
        {
            Kind = ActorKind.Person,
            AccountId = Guid.NewGuid(),
            PersonId = person,
            Capacity = new Capacity(CapacityKind.Staff, office),
            Roles = [new ScopedRole(StaffRole.LicenceOfficial, null, office)],
            Level = 1,
        };
    }

    private Task<Result<StateAnswer>> DecideAsync(Actor actor, Decider decider, Guid proposal) => ChangeAsync(change => change.DecideAsync(actor, decider, proposal, agrees: true, default));

    private async Task<Result<StateAnswer>> ChangeAsync(Func<ChangeState, Task<Result<StateAnswer>>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<ChangeState>());
    }

    private async Task<string> LookAsync(string address)
    {
        using var client = app.Client();
        return await client.GetStringAsync(new Uri(address));
    }
}

public sealed class SqliteStateTests : StateTests
{
    protected override Task<LicenseApp> StartAsync() => Task.FromResult(LicenseApp.Start());
}

[NeedsPostgres]
public sealed class PostgresStateTests : StateTests
{
    protected override Task<LicenseApp> StartAsync() => LicenseApp.StartOnPostgresAsync();
}
