using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Audit;
using Trust.Seal.Data;
using Trust.Seal.LifeCycle;
using Trust.Testing;

namespace Trust.Seal.Tests;

/// <summary>A seal from application to destruction, through the pages and the API.</summary>
public sealed class LifeCycleTests(LifeCycleTests.App shared) : IClassFixture<LifeCycleTests.App>
{
    private readonly SealApp app = shared.Seal;

    public sealed class App : IAsyncLifetime
    {
        public ShiftedTime Time { get; } = new();

        public SealApp Seal { get; }

        public App() => Seal = SealApp.Start(Time);

        public Task InitializeAsync() => Task.CompletedTask;

        public Task DisposeAsync() => Seal.DisposeAsync().AsTask();
    }

    [Fact]
    [Requirement("SEA-01")]
    [Requirement("SEA-02")]
    [Requirement("SEA-03")]
    [Requirement("SEA-04")]
    [Requirement("SEA-06")]
    [Requirement("SEA-07")]
    [Requirement("SEA-08")]
    [Requirement("SEA-09")]
    public async Task Seal_lives_from_application_to_destruction_and_what_it_signed_stays_verifiable()
    {
        var maker = await app.SignInAsync(SealApp.Maker);
        var reviewer = await app.SignInAsync(SealApp.Reviewer);
        var id = await ApplyAsync(maker, "云川省卫生健康委员会");
        var page = $"/admin/seal/{id:N}";
        Assert.Contains("待审核", (await maker.GetAsync(page)).Text, StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await maker.DownloadAsync($"{page}/picture.png"))[..4]);

        // The maker's page has no button for the review, and the post behind it does nothing.
        await maker.PostAsync(page, ("act", "Approve"));
        Assert.Equal(SealState.Applied, await StateAsync(id));
        await ActAsync(reviewer, page, "Approve", SealState.Approved, id);
        await ActAsync(maker, page, "Make", SealState.Made, id);
        await ActAsync(maker, page, "HandOver", SealState.Active, id, "顾清源");

        var machine = await app.MachineAsync();
        var granted = await maker.PostAsync($"{page}/grant", ("Input.Kind", "Client"), ("Input.Grantee", "demo-machine"), ("Input.GranteeName", "演示系统"), ("Input.Purpose", "通知书"),
            ("Input.MostUses", "2"), ("Input.ValidFrom", "2026-01-01"), ("Input.ValidTo", "2030-12-31"));
        Assert.Equal(page, granted.Location);
        var number = await app.LookAsync(db => db.Seals.Where(seal => seal.Id == id).Select(seal => seal.Number).SingleAsync());
        var usable = await machine.UsableAsync(number);
        var first = await machine.SealAsync(usable, SampleDocument.Notice());
        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal("TOTAL_PASSED", (await machine.VerifyAsync(first.Content)).GetProperty("indication").GetString());

        // Revocation counts in whole seconds: what was sealed in the second of the report is not trusted.
        shared.Time.Advance(TimeSpan.FromSeconds(2));
        await ActAsync(maker, page, "ReportLoss", SealState.Lost, id, "密钥设备丢失");
        var refused = await machine.SealAsync(usable, SampleDocument.Notice());
        Assert.Equal((HttpStatusCode.Conflict, "seal.lost"), (refused.Status, refused.Code));

        // Sealed before and stamped: it passes, and the report says that the seal was lost later.
        var report = await machine.VerifyAsync(first.Content);
        Assert.Equal("TOTAL_PASSED", report.GetProperty("indication").GetString());
        Assert.Contains("lost", report.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("id").GetString() == "SEAL-STATE").GetProperty("detail").GetString(), StringComparison.OrdinalIgnoreCase);

        await ActAsync(reviewer, page, "Destroy", SealState.Destroyed, id, "重新制作");
        Assert.Null(await app.LookAsync(db => db.Seals.Where(seal => seal.Id == id).Select(seal => seal.PrivateKey).SingleAsync()));
        Assert.Equal("TOTAL_PASSED", (await machine.VerifyAsync(first.Content)).GetProperty("indication").GetString());
        await AssertAuditedAsync(id, "seal.apply", "seal.approve", "seal.make", "seal.hand-over", "seal.grant", "seal.report-loss", "seal.destroy");
        var text = (await maker.GetAsync(page)).Text;
        Assert.All(new[] { "提出申请", "审核通过", "制作完成", "发放给保管人", "挂失", "销毁", "密钥设备丢失", "何静怡", "许立诚" }, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    [Requirement("SEA-03")]
    public async Task Refused_application_ends_with_its_reason_and_nothing_can_be_made_of_it()
    {
        var maker = await app.SignInAsync(SealApp.Maker);
        var reviewer = await app.SignInAsync(SealApp.Reviewer);
        var id = await ApplyAsync(maker, "云川省文化和旅游厅");
        var page = $"/admin/seal/{id:N}";
        await reviewer.GetAsync(page);
        await reviewer.PostAsync(page, ("act", "Refuse"));
        Assert.Equal(SealState.Applied, await StateAsync(id));
        await ActAsync(reviewer, page, "Refuse", SealState.Refused, id, "批准文书不全");
        Assert.Contains("批准文书不全", (await maker.GetAsync(page)).Text, StringComparison.Ordinal);
        await maker.PostAsync(page, ("act", "Make"));
        Assert.Equal(SealState.Refused, await StateAsync(id));
    }

    [Fact]
    public async Task Console_is_closed_to_who_has_no_role_and_to_strangers()
    {
        var administrator = await app.SignInAsync(SealApp.Administrator);
        Assert.Equal(HttpStatusCode.Forbidden, (await administrator.GetAsync("/admin/seal")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await new Desk(app.Client()).GetAsync("/admin/seal")).Status);

        // Who guards the audit reads, and does nothing.
        var auditor = await app.SignInAsync(SealApp.Auditor);
        var list = await auditor.GetAsync("/admin/seal");
        Assert.Equal(HttpStatusCode.OK, list.Status);
        Assert.DoesNotContain("/admin/seal/apply", list.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.GetAsync("/admin/seal/apply")).Status);
        var active = await app.LookAsync(db => db.Seals.Where(seal => seal.State == SealState.Active).Select(seal => seal.Id).FirstAsync());
        await auditor.GetAsync($"/admin/seal/{active:N}");
        await auditor.PostAsync($"/admin/seal/{active:N}", ("act", "ReportLoss"), ("Note", "试一试"));
        Assert.Equal(SealState.Active, await StateAsync(active));
    }

    [Theory]
    [InlineData("Input.OwnerCode", "11990000MB0000019E", "统一社会信用代码")]
    [InlineData("Input.OwnerName", "云", "单位名称")]
    [InlineData("Input.OwnerName", "云川省𪚥委员会", "字库")]
    [InlineData("Input.Region", "99", "行政区划代码")]
    [InlineData("Input.DiameterMm", "10", "直径")]
    [InlineData("Input.ValidYears", "50", "有效期")]
    [InlineData("Input.Basis", "", "批准文书")]
    public async Task Faulty_application_is_explained_at_its_field_and_keeps_what_was_typed(string field, string value, string words)
    {
        var maker = await app.SignInAsync(SealApp.Maker);
        await maker.GetAsync("/admin/seal/apply");
        var fields = Fields("云川省教育厅").Select(pair => pair.Name == field ? (field, value) : pair).ToArray();
        var answer = await maker.PostAsync("/admin/seal/apply", fields);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("t-field-error", answer.Text, StringComparison.Ordinal);
        Assert.Contains(words, Regex.Replace(answer.Text, "^.*t-field-error", "", RegexOptions.Singleline), StringComparison.Ordinal);
        Assert.Contains("云政办函〔2026〕7号", field == "Input.Basis" ? "云政办函〔2026〕7号" : answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_act_starts_from_its_states_only_and_four_eyes_compare_persons()
    {
        var person = Guid.NewGuid();
        var both = new Actor
        {
            Kind = ActorKind.Person,
            AccountId = Guid.NewGuid(),
            PersonId = person,
            Capacity = new Capacity(CapacityKind.Staff, "11990000MB0000019F"),
            Roles = [new(StaffRole.SealMaker, null, null), new(StaffRole.SealReviewer, null, null)],
        };
        foreach (var step in SealLifeCycle.Steps.Where(step => step.From.Count > 0))
        {
            foreach (var state in Enum.GetValues<SealState>())
            {
                var allowed = step.From.Contains(state);
                Assert.Equal(allowed ? null : "seal.state-forbids", ChangeSeal.Refusal(Record(state, Guid.NewGuid()), both, step)?.Code);
                Assert.Equal(!allowed ? "seal.state-forbids" : step.ByAnother ? "seal.same-person" : null, ChangeSeal.Refusal(Record(state, person), both, step)?.Code);
            }
        }

        // Nothing leads out of the end, and only one state signs.
        Assert.All(new[] { SealState.Refused, SealState.Withdrawn, SealState.Destroyed }, state => Assert.True(SealLifeCycle.IsFinal(state)));
        Assert.Equal([SealState.Active], Enum.GetValues<SealState>().Where(SealLifeCycle.Signs));
        Assert.Equal([SealAct.Approve, SealAct.Refuse, SealAct.Make, SealAct.Destroy], SealLifeCycle.Steps.Where(step => step.Kind == ActKind.Confirm).Select(step => step.Act));
    }

    [Fact]
    public void Role_of_a_city_reaches_no_seal_of_another()
    {
        var step = SealLifeCycle.Of(SealAct.ReportLoss);
        var city = new Actor
        {
            Kind = ActorKind.Person,
            PersonId = Guid.NewGuid(),
            Capacity = new Capacity(CapacityKind.Staff, "x"),
            Roles = [new(StaffRole.SealMaker, "990200", null)],
        };
        Assert.Equal("seal.out-of-reach", ChangeSeal.Refusal(Record(SealState.Active, Guid.NewGuid()), city, step)?.Code);
        Assert.Null(ChangeSeal.Refusal(Record(SealState.Active, Guid.NewGuid()), city with { Roles = [new(StaffRole.SealMaker, "990100", null)] }, step));
        Assert.Equal("seal.out-of-reach", ChangeSeal.Refusal(Record(SealState.Active, Guid.NewGuid()), city with { Capacity = new Capacity(CapacityKind.Natural, null), Roles = [new(StaffRole.SealMaker, null, null)] }, step)?.Code);
    }

    private static SealRecord Record(SealState state, Guid applicant) => new()
    {
        Id = Guid.NewGuid(),
        Number = "9901000000001",
        Name = "公章",
        Kind = SealKind.Official,
        OwnerCode = "11990100MB0000027F",
        OwnerName = "澜江市市场监督管理局",
        Region = "990100",
        Basis = "文书",
        DiameterMm = 42,
        Star = true,
        ValidYears = 3,
        State = state,
        ApplicantPersonId = applicant,
        AppliedAt = DateTimeOffset.UnixEpoch,
        Picture = [],
        IsDemo = false,
    };

    private static (string Name, string Value)[] Fields(string owner) =>
    [
        ("Input.OwnerName", owner), ("Input.OwnerCode", "11990000MB0000019F"), ("Input.Region", "990000"), ("Input.Kind", "Official"), ("Input.Name", "公章"),
        ("Input.Basis", "云政办函〔2026〕7号"), ("Input.DiameterMm", "42"), ("Input.Star", "true"), ("Input.ValidYears", "3"),
    ];

    private static async Task<Guid> ApplyAsync(Desk maker, string owner)
    {
        await maker.GetAsync("/admin/seal/apply");
        var answer = await maker.PostAsync("/admin/seal/apply", Fields(owner));
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        return Guid.Parse(answer.Location!.Split('/')[^1]);
    }

    private async Task ActAsync(Desk desk, string page, string act, SealState to, Guid id, string? note = null)
    {
        await desk.GetAsync(page);
        var answer = await desk.PostAsync(page, ("act", act), ("Note", note ?? ""));
        Assert.Equal(page, answer.Location);
        Assert.Equal(to, await StateAsync(id));
    }

    private Task<SealState> StateAsync(Guid id) => app.LookAsync(db => db.Seals.Where(seal => seal.Id == id).Select(seal => seal.State).SingleAsync());

    private async Task AssertAuditedAsync(Guid id, params string[] events)
    {
        var subject = id.ToString("N");
        var written = await app.LookAsync(db => db.Set<AuditRow>().Where(row => row.SubjectKey == subject).Select(row => row.Event).ToListAsync());
        Assert.All(events, name => Assert.Contains(name, written));
    }
}
