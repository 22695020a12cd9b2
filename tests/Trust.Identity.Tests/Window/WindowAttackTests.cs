using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Identity.Accounts;
using Trust.Identity.Organisations;
using Trust.Identity.Staff;
using Trust.Identity.Tests.Attacks;
using Trust.Testing;

namespace Trust.Identity.Tests.Window;

/// <summary>Who tries to prove an identity alone, for themselves, or from elsewhere.</summary>
[Requirement("IDN-17")]
[Requirement("SEC-06")]
public sealed class WindowAttackTests(Provider provider) : IClassFixture<Provider>
{
    private readonly WindowDesk desk = new(provider);

    [Fact]
    public async Task Clerk_does_not_confirm_their_own_record()
    {
        var person = Applicant.Known("夏之桃", "990404", "19820926", 20, "98");
        await desk.RegisterAsync(person);
        var clerk = await desk.ClerkAsync();
        var address = await WindowDesk.RecordedAsync(clerk, person);
        Assert.DoesNotContain("人证一致，通过", (await clerk.GetAsync(address)).Body, StringComparison.Ordinal);
        Assert.Contains("要由另一个人来做", (await WindowDesk.ActAsync(clerk, address)).Body, StringComparison.Ordinal);
        Assert.Contains("要由另一个人来做", (await WindowDesk.ActAsync(await desk.ClerkAsync(), address)).Body, StringComparison.Ordinal);
        Assert.Equal(1, (await desk.PersonOfAsync(person.Mobile)).Level);
        Assert.Equal(2, await desk.AuditsAsync("identity.window-confirmed", "identity.window-same-person", WindowDesk.IdOf(address)));
    }

    [Fact]
    public async Task Second_account_of_the_person_who_recorded_does_not_confirm()
    {
        var person = Applicant.Known("沙玛阿牛", "990401", "19930511", 54, "07");
        await desk.RegisterAsync(person);
        var address = await WindowDesk.RecordedAsync(await desk.ClerkAsync(), person);

        // Recorded by another account of the person behind the second clerk.
        var other = await provider.LookAsync(db => Provider.AccountAsync(db, WindowDesk.Second, Realm.Staff));
        await provider.ChangeAsync(db => db.WindowProofs.Where(row => row.Id == WindowDesk.IdOf(address)).ExecuteUpdateAsync(set => set.SetProperty(row => row.RecorderPersonId, other.PersonId)));
        Assert.Contains("要由另一个人来做", (await WindowDesk.ActAsync(await desk.ClerkAsync(WindowDesk.Second), address)).Body, StringComparison.Ordinal);
        Assert.Equal(1, (await desk.PersonOfAsync(person.Mobile)).Level);
    }

    [Fact]
    public async Task Clerk_of_another_office_or_region_neither_sees_nor_decides()
    {
        var person = Applicant.Known("段怀谷", "990302", "19890327", 236, "14");
        await desk.RegisterAsync(person);
        var address = await WindowDesk.RecordedAsync(await desk.ClerkAsync(), person);
        await desk.PostAsync("何静怡", null, null, worksIn: DemoOrganisations.Office);
        await desk.PostAsync("周明慧", "990200", DemoOrganisations.Market);
        await desk.PostAsync("许立诚", null, DemoOrganisations.Market, worksIn: DemoOrganisations.Office);
        foreach (var name in new[] { "何静怡", "周明慧", "许立诚" })
        {
            var stranger = await desk.ClerkAsync(name);
            Assert.DoesNotContain(person.Name, (await stranger.GetAsync(WindowDesk.Path)).Body, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(address)).Status);
            foreach (var handler in new[] { null, "Refuse", "Withdraw" })
            {
                Assert.Equal(HttpStatusCode.NotFound, (await WindowDesk.ActAsync(stranger, address, handler, ("Reason", "没有道理"))).Status);
            }
        }

        // A role that reaches another region or office records nothing for this one.
        Assert.Contains("管不到这个单位", (await WindowDesk.RecordAsync(await desk.ClerkAsync("周明慧"), person)).Body, StringComparison.Ordinal);
        Assert.Contains("管不到这个单位", (await WindowDesk.RecordAsync(await desk.ClerkAsync("许立诚"), person)).Body, StringComparison.Ordinal);

        // Who has no such role gets nowhere near it.
        foreach (var name in new[] { Provider.Administrator, "陈思齐" })
        {
            var staff = await desk.ClerkAsync(name);
            Assert.Equal(HttpStatusCode.Forbidden, (await staff.GetAsync(WindowDesk.Path)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await staff.GetAsync(address)).Status);
        }

        Assert.Equal(1, (await desk.PersonOfAsync(person.Mobile)).Level);
    }

    [Fact]
    public async Task Nobody_proves_their_own_number()
    {
        var clerk = new Applicant(WindowDesk.Second, "990301199507040312", "27", "19900000007");
        Assert.Contains("不能给自己核验", (await WindowDesk.RecordAsync(await desk.ClerkAsync(WindowDesk.Second), clerk)).Body, StringComparison.Ordinal);
        var address = await WindowDesk.RecordedAsync(await desk.ClerkAsync(), clerk);
        var second = await desk.ClerkAsync(WindowDesk.Second);
        Assert.DoesNotContain("人证一致，通过", (await second.GetAsync(address)).Body, StringComparison.Ordinal);
        Assert.Contains("不能给自己核验", (await WindowDesk.ActAsync(second, address)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirmation_counts_once()
    {
        var person = Applicant.Known("曹德福", "990301", "19481001", 9);
        await desk.RegisterAsync(person);
        var address = await WindowDesk.RecordedAsync(await desk.ClerkAsync(), person);
        var second = await desk.ClerkAsync(WindowDesk.Second);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => WindowDesk.ActAsync(second, address)));
        Assert.Single(answers, answer => answer.To == address);
        Assert.Contains("已经结束", (await WindowDesk.ActAsync(second, address)).Body, StringComparison.Ordinal);
        var proved = await desk.PersonOfAsync(person.Mobile);
        Assert.Equal(1, await provider.LookAsync(db => db.Verifications.CountAsync(row => row.PersonId == proved.Id && row.Source == "window")));
        Assert.Equal(1, await desk.AuditsAsync("identity.window-confirmed", "ok", WindowDesk.IdOf(address)));
        Assert.Single(await desk.TextsAsync(person.Mobile), text => text.Contains("政务服务中心窗口完成核验", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_a_real_installation_every_step_needs_a_passkey()
    {
        var person = Applicant.Known("次仁央金", "990104", "19910725", 275, "04");
        await desk.RegisterAsync(person);
        var levels = provider.Services.GetRequiredService<StaffOptions>().ActLevels;
        var address = await WindowDesk.RecordedAsync(await desk.ClerkAsync(), person);
        try
        {
            (levels.Act, levels.Confirm) = ("staff:l2", "staff:l2");
            var second = await desk.ClerkAsync(WindowDesk.Second);
            Assert.Contains("要用通行密钥确认", (await WindowDesk.RecordAsync(second, person)).Body, StringComparison.Ordinal);
            Assert.Contains("要用通行密钥确认", (await WindowDesk.ActAsync(second, address)).Body, StringComparison.Ordinal);
            Assert.Contains("要用通行密钥确认", (await WindowDesk.ActAsync(second, address, "Refuse", ("Reason", "没有道理"))).Body, StringComparison.Ordinal);
            Assert.Contains("要用通行密钥确认", (await WindowDesk.ActAsync(await desk.ClerkAsync(), address, "Withdraw")).Body, StringComparison.Ordinal);
        }
        finally
        {
            (levels.Act, levels.Confirm) = ("staff:l1", "staff:l1");
        }

        Assert.Equal(1, (await desk.PersonOfAsync(person.Mobile)).Level);
    }
}
