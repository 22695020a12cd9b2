using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Audit;
using Trust.Hosting.Idempotency;
using Trust.Identity.Tests.Attacks;
using Trust.Identity.Tests.Window;

namespace Trust.Identity.Tests.Holders;

/// <summary>Who is told about a licence, in which words, how often, and what is written down of it.</summary>
public sealed class NotifyHolderTests(Provider provider) : IClassFixture<Provider>
{
    private const string Number = "990101198506210468";
    private const string Mobile = "19900000003";

    private readonly WindowDesk desk = new(provider);

    [Fact]
    public async Task Holder_gets_one_text_for_one_key_and_nothing_is_written_in_clear()
    {
        var call = new NotifyHolderCall("111", Number, HolderNotices.Issued, "食品经营许可证");
        var key = IdempotencyKey.New();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => NotifyAsync(call, key)));
        Assert.All(answers, answer => Assert.True(answer is { Succeeded: true, Value: 1 } || answer.Error == IdempotencyErrors.InProgress, answer.Error?.Code));
        Assert.Contains("您的“食品经营许可证”电子证照已经签发", await desk.TextAsync(Mobile, "食品经营许可证"), StringComparison.Ordinal);
        await Task.Delay(300);
        Assert.Single(await desk.TextsAsync(Mobile), text => text.Contains("食品经营许可证", StringComparison.Ordinal));

        var rows = await provider.LookAsync(db => db.Set<AuditRow>().AsNoTracking().Where(row => row.Event == "identity.holder-notified").ToListAsync());
        var row = Assert.Single(rows, row => System.Text.Encoding.UTF8.GetString(row.Payload!).Contains("licence-issued", StringComparison.Ordinal) && row.Actor == "process:license");
        Assert.DoesNotContain(Number, row.SubjectKey + System.Text.Encoding.UTF8.GetString(row.Payload!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Organisations_are_told_through_their_representatives_by_name()
    {
        Assert.Equal(1, (await NotifyAsync(new NotifyHolderCall("001", "91990101MA0QHCP131", HolderNotices.Suspended, "食品生产许可证"))).Value);
        Assert.Contains("澜江市青禾食品有限公司的“食品生产许可证”", await desk.TextAsync("19900000002", "食品生产许可证"), StringComparison.Ordinal);

        // Whose own identity is not proved represents nobody.
        await LevelAsync("沈知远", 1);
        Assert.Equal(0, (await NotifyAsync(new NotifyHolderCall("001", "91990101MA0QHCP131", HolderNotices.Resumed, "食品生产许可证"))).Value);
        await LevelAsync("沈知远", 2);
    }

    [Fact]
    public async Task Account_that_only_claims_the_number_is_not_told()
    {
        var call = new NotifyHolderCall("111", "990101198011220533", HolderNotices.Ended, "烟花爆竹许可证");
        await LevelAsync("孙博文", 1);
        Assert.Equal(0, (await NotifyAsync(call)).Value);
        await LevelAsync("孙博文", 2);
        await provider.ChangeAsync(async db => (await Provider.AccountAsync(db, "孙博文")).DisabledAt = provider.Time.GetUtcNow());
        Assert.Equal(0, (await NotifyAsync(call)).Value);
        await provider.ChangeAsync(async db => (await Provider.AccountAsync(db, "孙博文")).DisabledAt = null);
        Assert.Equal(1, (await NotifyAsync(call)).Value);
    }

    private Task LevelAsync(string name, int level) =>
        provider.ChangeAsync(db => db.Persons.Where(row => row.Name == name).ExecuteUpdateAsync(set => set.SetProperty(row => row.Level, level)));

    private Task<Result<int>> NotifyAsync(NotifyHolderCall call, IdempotencyKey? key = null) =>
        desk.CallAsync(identity => identity.NotifyHolderAsync(Actor.Process("license"), call, key ?? IdempotencyKey.New(), default));
}
