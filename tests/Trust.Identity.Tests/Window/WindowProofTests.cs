using System.Net;
using Microsoft.EntityFrameworkCore;
using Trust.Identity.Accounts;
using Trust.Identity.Organisations;
using Trust.Identity.Persons;
using Trust.Identity.Tests.Api;
using Trust.Identity.Tests.Attacks;
using Trust.Identity.Window;
using Trust.Testing;

namespace Trust.Identity.Tests.Window;

/// <summary>Two clerks prove an identity at a window: what the person gets, what an impostor loses, and what the page says.</summary>
[Requirement("IDN-17")]
public sealed class WindowProofTests(Provider provider) : IClassFixture<Provider>
{
    private readonly WindowDesk desk = new(provider);

    [Fact]
    public async Task Person_of_level_one_reaches_level_two_and_is_a_holder_then()
    {
        var person = Applicant.Known("唐以宁", "990101", "19941130", 204);
        var visitor = await desk.RegisterAndSignInAsync(person);
        await provider.ChangeAsync(db => db.Sessions.Where(row => row.Realm == Realm.Citizen).ExecuteUpdateAsync(set => set.SetProperty(row => row.Factors, row => row.Factors + " sms:1767225660")));
        Assert.Equal(1, (await desk.ActorOfAsync(visitor))!.Level);
        Assert.Null(await HolderAsync(visitor));

        var address = await WindowDesk.RecordedAsync(await desk.ClerkAsync(), person);
        Assert.Equal(1, (await desk.PersonOfAsync(person.Mobile)).Level);
        var second = await desk.ClerkAsync(WindowDesk.Second);
        var list = (await second.GetAsync(WindowDesk.Path)).Body;
        Assert.Contains($"href=\"{address}\"", list, StringComparison.Ordinal);
        var page = (await second.GetAsync(address)).Body;
        Assert.Contains("人证一致，通过", page, StringComparison.Ordinal);
        Assert.DoesNotContain("另一个账号也登记了", page, StringComparison.Ordinal);
        foreach (var seen in new[] { list, page })
        {
            Assert.Contains(person.IdNumber[..3] + "***********" + person.IdNumber[14..], seen, StringComparison.Ordinal);
            Assert.DoesNotContain(person.IdNumber, seen, StringComparison.Ordinal);
            Assert.DoesNotContain(person.Mobile, seen, StringComparison.Ordinal);
        }

        Assert.Equal(address, (await WindowDesk.ActAsync(second, address)).To);
        var proved = await desk.PersonOfAsync(person.Mobile);
        Assert.Equal((2, RegistryState.Confirmed), (proved.Level, proved.Registry));
        await desk.TextAsync(person.Mobile, "中级实名");
        provider.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Contains("在政务服务中心窗口核对", (await visitor.GetAsync("/account")).Body, StringComparison.Ordinal);
        Assert.Equal((person.Name, "111", person.IdNumber), await HolderAsync(visitor));

        // With one factor the same person is no holder.
        await provider.ChangeAsync(db => db.Sessions.Where(row => row.Realm == Realm.Citizen).ExecuteUpdateAsync(set => set.SetProperty(row => row.Factors, "pwd:1767225660")));
        Assert.Null(await HolderAsync(visitor));

        // Numbers have served; evidence and trail name both clerks and the person.
        var done = (await second.GetAsync(address)).Body;
        Assert.Contains("已通过", done, StringComparison.Ordinal);
        Assert.DoesNotContain(person.IdNumber[14..], done, StringComparison.Ordinal);
        var row = await provider.LookAsync(db => db.WindowProofs.AsNoTracking().SingleAsync(candidate => candidate.Id == WindowDesk.IdOf(address)));
        Assert.Equal((null, null, proved.Id, "match"), (row.IdNumber, row.Mobile, row.PersonId, row.Registry));
        Assert.NotEqual(row.RecorderPersonId, row.DeciderPersonId);
        Assert.Equal(1, await desk.AuditsAsync("identity.window-recorded", "ok", row.Id));
        Assert.Equal(1, await desk.AuditsAsync("identity.window-confirmed", "ok", row.Id));
        Assert.Equal(2, await desk.AuditsAsync("identity.level-raised", "ok", proved.Id));
        var payload = await provider.LookAsync(db => db.Set<Trust.Hosting.Audit.AuditRow>().Where(audit => audit.Event == "identity.window-confirmed" && audit.SubjectKey == row.Id.ToString("N")).Select(audit => audit.Payload).SingleAsync());
        var text = System.Text.Encoding.UTF8.GetString(payload!);
        Assert.Contains(row.RecorderPersonId.ToString(), text, StringComparison.Ordinal);
        Assert.Contains(row.DeciderPersonId!.Value.ToString(), text, StringComparison.Ordinal);
        Assert.Contains(proved.Id.ToString(), text, StringComparison.Ordinal);
        Assert.Equal(1, await provider.LookAsync(db => db.Verifications.CountAsync(evidence => evidence.PersonId == proved.Id && evidence.Level == 2 && evidence.Source == "window" && evidence.EvidenceId == row.Id.ToString("N"))));
    }

    [Fact]
    public async Task Impostor_loses_number_level_and_sessions_at_once_and_the_person_registers_as_proved()
    {
        var impostor = Applicant.Known("韩松年", "990101", "19680523", 117);
        var session = await desk.RegisterAndSignInAsync(impostor);
        var company = await provider.LookAsync(db => db.Organisations.Select(row => row.Id).SingleAsync());
        var claimed = await desk.PersonOfAsync(impostor.Mobile);
        Assert.Equal(1, claimed.Level);
        await provider.ChangeAsync(db =>
        {
            db.Representations.Add(new RepresentationRecord { Id = Guid.NewGuid(), OrganisationId = company, PersonId = claimed.Id, Role = "legal-representative", ValidFrom = provider.Time.GetUtcNow() });
            return Task.CompletedTask;
        });
        var before = (await desk.ActorOfAsync(session))!;
        Assert.Empty((await desk.CallAsync(identity => identity.ListRepresentedAsync(before, default))).Value);

        // The person cannot register: the number is taken. The clerk sees why, and what will follow.
        var person = impostor with { Mobile = Applicant.NewMobile() };
        await desk.RegisterAsync(person);
        await desk.TextAsync(person.Mobile, "已经有账号");
        var address = await WindowDesk.RecordedAsync(await desk.ClerkAsync(), person);
        var second = await desk.ClerkAsync(WindowDesk.Second);
        var page = (await second.GetAsync(address)).Body;
        Assert.Contains("另一个账号也登记了这个号码", page, StringComparison.Ordinal);
        Assert.Contains("本人还没有账号", page, StringComparison.Ordinal);
        Assert.Equal(address, (await WindowDesk.ActAsync(second, address)).To);
        Assert.Contains("号码已经留给本人", (await second.GetAsync(address)).Body, StringComparison.Ordinal);

        // A statement that Identity made before, and its own rows, give nothing any more.
        Assert.Null((await desk.CallAsync(identity => identity.ReadHolderAsync(before with { Level = 2 }, default))).Value);
        Assert.Empty((await desk.CallAsync(identity => identity.ListRepresentedAsync(before, default))).Value);
        Assert.Null(await desk.ActorOfAsync(session));
        provider.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.StartsWith("/account/login", (await session.GetAsync("/account")).To, StringComparison.Ordinal);
        Assert.Contains("退回未实名", await desk.TextAsync(impostor.Mobile, "登录方式不变"), StringComparison.Ordinal);

        // The account signs in as before, is nobody, is told why, and sees nothing of the person.
        Assert.Equal("/account", (await session.SubmitAsync("/account/login", ("Input.Account", impostor.Mobile), ("Input.Password", impostor.Password))).To);
        var lost = await desk.PersonOfAsync(impostor.Mobile);
        Assert.Equal((0, null, null, null), (lost.Level, lost.IdNumber, lost.IdNumberHash, lost.Ethnicity));
        foreach (var place in new[] { "/account", "/account/registration" })
        {
            var seen = WebUtility.HtmlDecode((await session.GetAsync(place)).Body);
            Assert.Contains("另一个人带身份证件到窗口", seen, StringComparison.Ordinal);
            Assert.DoesNotContain(person.Name, seen, StringComparison.Ordinal);
            Assert.DoesNotContain(person.IdNumber[14..], seen, StringComparison.Ordinal);
            Assert.DoesNotContain(person.Mobile[..3] + "****" + person.Mobile[7..], seen, StringComparison.Ordinal);
        }

        // Nobody else can take the number meanwhile: neither the impostor nor a stranger with another telephone or name.
        await session.SubmitAsync("/account/registration", ("Input.Name", person.Name), ("Input.IdNumber", person.IdNumber), ("Input.Ethnicity", person.Ethnicity));
        await desk.RegisterAsync(person with { Mobile = Applicant.NewMobile() });
        provider.Time.Advance(TimeSpan.FromMinutes(2));
        await desk.RegisterAsync(person with { Name = "别人" });
        Assert.Equal(0, (await desk.PersonOfAsync(impostor.Mobile)).Level);
        var kept = (await desk.HolderOfAsync(person))!;
        Assert.Equal(2, kept.Level);
        Assert.False(await provider.LookAsync(db => db.Accounts.AnyAsync(account => account.PersonId == kept.Id)));

        provider.Time.Advance(TimeSpan.FromMinutes(2));
        var mine = await desk.RegisterAsync(person);
        await desk.TextAsync(person.Mobile, "按您在窗口的核验");
        Assert.Equal("/account", (await mine.SubmitAsync("/account/login", ("Input.Account", person.IdNumber), ("Input.Password", person.Password))).To);
        Assert.Equal((kept.Id, 2), ((await desk.PersonOfAsync(person.Mobile)).Id, (await desk.PersonOfAsync(person.Mobile)).Level));

        // Whoever proves another number later finds no stranger's company.
        Assert.True(await provider.LookAsync(db => db.Representations.AllAsync(row => row.PersonId != claimed.Id || row.EndedAt != null)));
    }

    [Fact]
    public async Task Tokens_of_an_impostor_end_with_the_confirmation()
    {
        // 林清和 claims the number of 顾一帆.
        var person = Applicant.Known("顾一帆", "990101", "20010818", 331, "11");
        var key = desk.HashOf(person);
        await provider.ChangeAsync(async db =>
        {
            var row = await db.Persons.SingleAsync(candidate => candidate.Name == Provider.Citizen);
            (row.Level, row.IdNumberHash) = (1, key);
        });
        var visitor = await provider.SignedInAsync(Provider.Citizen);
        var tokens = await RelyingParty.Web.TokensAsync(visitor, ("scope", "openid profile account offline_access"));
        Assert.Equal(HttpStatusCode.OK, (await RelyingParty.UserInfoAsync(visitor, tokens.AccessToken())).Status);
        await desk.ProveAsync(person);
        Assert.Equal(HttpStatusCode.Unauthorized, (await RelyingParty.UserInfoAsync(visitor, tokens.AccessToken())).Status);
        Assert.Equal("invalid_grant", (await RelyingParty.Web.RefreshAsync(visitor, tokens.Json.GetProperty("refresh_token").GetString()!)).Error);
    }

    [Fact]
    public async Task Person_without_an_account_registers_first()
    {
        var person = Applicant.Known("罗启明", "990102", "19860219", 153, "06");
        var answer = await WindowDesk.RecordAsync(await desk.ClerkAsync(), person);
        Assert.Contains("请本人先用这个手机号注册", answer.Body, StringComparison.Ordinal);
        Assert.Equal(1, await desk.AuditsAsync("identity.window-recorded", "identity.window-no-account", desk.HashOf(person)));
        Assert.Equal(0, await provider.LookAsync(db => db.WindowProofs.CountAsync(row => row.Name == person.Name)));
    }

    [Fact]
    public async Task Number_that_was_proved_for_another_account_is_not_taken_again()
    {
        var person = Applicant.Known("魏兰芝", "990102", "19721007", 26);
        await desk.RegisterAsync(person);
        await desk.ProveAsync(person);
        var answer = await WindowDesk.RecordAsync(await desk.ClerkAsync(), person with { Mobile = Applicant.NewMobile() });
        Assert.Contains("已经在窗口为另一个账号核验过", answer.Body, StringComparison.Ordinal);

        // An expired proof is still the proof of somebody.
        provider.Time.Advance(TimeSpan.FromDays(731));
        answer = await WindowDesk.RecordAsync(await desk.ClerkAsync(), person with { Mobile = Applicant.NewMobile() });
        Assert.Contains("已经在窗口为另一个账号核验过", answer.Body, StringComparison.Ordinal);

        // The same account is proved again, for two years more.
        Assert.Equal(1, (await desk.PersonOfAsync(person.Mobile)).LevelAt(provider.Time.GetUtcNow()));
        await desk.ProveAsync(person);
        Assert.Equal(2, (await desk.PersonOfAsync(person.Mobile)).LevelAt(provider.Time.GetUtcNow()));
    }

    [Fact]
    public async Task What_the_registry_refuses_is_said_and_not_recorded()
    {
        var person = Applicant.Known("欧阳静姝", "990301", "19960902", 112);
        await desk.RegisterAsync(person);
        var clerk = await desk.ClerkAsync();
        Assert.Contains("姓名与这个身份证号不一致", (await WindowDesk.RecordAsync(clerk, person with { Name = "欧阳静" })).Body, StringComparison.Ordinal);
        Assert.Contains("民族不一致", (await WindowDesk.RecordAsync(clerk, person with { Ethnicity = "02" })).Body, StringComparison.Ordinal);
        Assert.Contains("不是这种证件上的", (await WindowDesk.RecordAsync(clerk, person, WindowDocument.ForeignerCard)).Body, StringComparison.Ordinal);
        Assert.Equal(2, await desk.AuditsAsync("identity.window-recorded", "identity.window-registry-refused", desk.HashOf(person)));
        Assert.Equal(0, await provider.LookAsync(db => db.WindowProofs.CountAsync(row => row.IdNumberHash == desk.HashOf(person))));
    }

    [Fact]
    public async Task Outage_of_the_registry_delays_the_confirmation_and_nothing_else()
    {
        var person = Applicant.Known("邱子墨", "990402", "20050620", 321);
        await desk.RegisterAsync(person);
        await desk.FaultsAsync("""{"registry":{"down":true}}""");
        var address = await WindowDesk.RecordedAsync(await desk.ClerkAsync(), person);
        var second = await desk.ClerkAsync(WindowDesk.Second);
        Assert.Contains("还没有答复", (await second.GetAsync(address)).Body, StringComparison.Ordinal);
        Assert.Contains("现在不能通过", (await WindowDesk.ActAsync(second, address)).Body, StringComparison.Ordinal);
        Assert.Equal(1, (await desk.PersonOfAsync(person.Mobile)).Level);
        await desk.FaultsAsync("{}");
        Assert.Equal(address, (await WindowDesk.ActAsync(second, address)).To);
        Assert.Equal(2, (await desk.PersonOfAsync(person.Mobile)).Level);
    }

    [Fact]
    public async Task Refused_and_withdrawn_proofs_change_nothing()
    {
        var person = Applicant.Known("蒋若溪", "990201", "20030109", 190);
        await desk.RegisterAsync(person);
        var (first, second) = (await desk.ClerkAsync(), await desk.ClerkAsync(WindowDesk.Second));
        var refused = await WindowDesk.RecordedAsync(first, person);
        Assert.Contains("请写明不通过的原因", (await WindowDesk.ActAsync(second, refused, "Refuse", ("Reason", " "))).Body, StringComparison.Ordinal);
        Assert.Equal(refused, (await WindowDesk.ActAsync(second, refused, "Refuse", ("Reason", "照片不像本人"))).To);
        Assert.Contains("照片不像本人", (await first.GetAsync(refused)).Body, StringComparison.Ordinal);
        Assert.Contains("已经结束", (await WindowDesk.ActAsync(second, refused)).Body, StringComparison.Ordinal);

        var withdrawn = await WindowDesk.RecordedAsync(first, person);
        Assert.Contains("已经结束", (await WindowDesk.ActAsync(second, withdrawn, "Withdraw")).Body, StringComparison.Ordinal);
        Assert.Equal(withdrawn, (await WindowDesk.ActAsync(first, withdrawn, "Withdraw")).To);
        Assert.Contains("已经结束", (await WindowDesk.ActAsync(second, withdrawn)).Body, StringComparison.Ordinal);
        Assert.Equal(1, (await desk.PersonOfAsync(person.Mobile)).Level);
        Assert.Equal(1, await desk.AuditsAsync("identity.window-refused", "ok", WindowDesk.IdOf(refused)));
        Assert.Equal(1, await desk.AuditsAsync("identity.window-withdrawn", "ok", WindowDesk.IdOf(withdrawn)));
    }

    [Fact]
    public async Task Proof_that_nobody_decides_for_a_day_is_gone()
    {
        var person = Applicant.Known("巴图", "990402", "19700204", 168, "02");
        await desk.RegisterAsync(person);
        var address = await WindowDesk.RecordedAsync(await desk.ClerkAsync(), person);
        provider.Time.Advance(TimeSpan.FromHours(25));
        var second = await desk.ClerkAsync(WindowDesk.Second);
        Assert.DoesNotContain(address, (await second.GetAsync(WindowDesk.Path)).Body, StringComparison.Ordinal);
        Assert.Contains("超过了24小时", (await WindowDesk.ActAsync(second, address)).Body, StringComparison.Ordinal);
        Assert.Equal(1, (await desk.PersonOfAsync(person.Mobile)).Level);
    }

    private async Task<(string, string, string)?> HolderAsync(Browser visitor)
    {
        var actor = (await desk.ActorOfAsync(visitor))!;
        var holder = (await desk.CallAsync(identity => identity.ReadHolderAsync(actor, default))).Value;
        Assert.DoesNotContain(holder?.Code ?? "-", $"{holder}", StringComparison.Ordinal);
        return holder is null ? null : (holder.Name, holder.CodeType, holder.Code);
    }
}
