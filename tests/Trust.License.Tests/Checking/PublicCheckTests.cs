using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Data;
using Trust.License.Data;
using Trust.License.Issuing;
using Trust.License.Looking;
using Trust.License.Tests.Issuing;
using Trust.License.Types;
using Trust.Testing;

namespace Trust.License.Tests.Checking;

/// <summary>Checking as anybody does it: by file, by number and printed secret, by the codes. On both databases.</summary>
public abstract partial class PublicCheckTests : IAsyncLifetime
{
    private const string Name = "澜江市青禾食品有限公司";
    private const string Number = "JY19901020048217";

    private LicenseApp app = null!;
    private HttpClient browser = null!;
    private LicenceAnswer issued = null!;
    private byte[] file = [];

    public async Task InitializeAsync()
    {
        app = await StartAsync();
        browser = app.Browser();
        using var machine = await app.MachineAsync();
        issued = await machine.IssueAsync();
        Assert.True(issued.Status == HttpStatusCode.Created, $"{issued.Code} {issued.Detail}");
        file = await machine.FileAsync(issued.LicenceId);
    }

    public async Task DisposeAsync()
    {
        browser?.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    protected abstract Task<LicenseApp> StartAsync();

    [DatabaseFact]
    [Requirement("LIC-05")]
    public async Task File_is_judged_by_the_register_as_it_is_at_this_moment()
    {
        var good = await VerifyAsync(file);
        Assert.Equal(("TOTAL_PASSED", "inForce", "register"), (Text(good, "indication"), Text(good, "force"), Text(good, "stateSource")));
        await SetAsync(LicenceState.Revoked);
        var revoked = await VerifyAsync(file);
        Assert.Equal(("TOTAL_PASSED", "notInForce", "revoked"), (Text(revoked, "indication"), Text(revoked, "force"), Text(revoked, "state")));
        Assert.Equal("这份证照是真的，但已被吊销，不能用。", revoked.GetProperty("sentence").GetProperty("zh").GetString());

        // A changed file is no look at the licence, and its state is nobody's.
        var changed = LicencePackage.Unpack(file);
        var data = LicenceChecksTests.NameOf(changed, "licence.json");
        changed[data] = LicencePackage.Text(LicencePackage.Text(changed[data]).Replace("林清和", "林清平", StringComparison.Ordinal));
        var failed = await VerifyAsync(LicencePackage.Pack(changed));
        Assert.Equal(("TOTAL_FAILED", "unknown"), (Text(failed, "indication"), Text(failed, "force")));
        Assert.Equal([LicenceUseKind.FileChecked, LicenceUseKind.FileChecked], await UsesAsync());
    }

    [DatabaseFact]
    [Requirement("LIC-05")]
    public async Task Rendition_is_known_byte_for_byte_and_counts_as_its_licence_does()
    {
        using var machine = await app.MachineAsync();
        var pdf = await machine.FileAsync(issued.LicenceId, "pdf");
        var good = await VerifyAsync(pdf);
        Assert.Equal(("TOTAL_PASSED", "inForce", issued.Identifier), (Text(good, "indication"), Text(good, "force"), good.GetProperty("licence").GetProperty("identifier").GetString()));
        await SetAsync(LicenceState.Revoked);
        var revoked = await VerifyAsync(pdf);
        Assert.Equal(("TOTAL_PASSED", "notInForce", "revoked"), (Text(revoked, "indication"), Text(revoked, "force"), Text(revoked, "state")));

        // Any other bytes are no licence of ours, whatever they look like.
        foreach (var at in new[] { pdf.Length / 3, pdf.Length / 2 })
        {
            var changed = (byte[])pdf.Clone();
            changed[at] ^= 1;
            var failed = await VerifyAsync(changed);
            Assert.Equal(("TOTAL_FAILED", "unknown"), (Text(failed, "indication"), Text(failed, "force")));
        }

        var longer = await VerifyAsync([.. pdf, .. "\n"u8]);
        Assert.Equal("unknown", Text(longer, "force"));
        Assert.Equal(2, (await UsesAsync()).Count(kind => kind == LicenceUseKind.FileChecked));
    }

    [DatabaseFact]
    public async Task Upload_that_is_none_is_refused_by_its_code()
    {
        using var empty = new MultipartFormDataContent { { new StringContent("x"), "other" } };
        using var answer = await browser.PostAsync(new Uri("/api/license/v1/verifications", UriKind.Relative), empty);
        Assert.Equal((HttpStatusCode.BadRequest, "license.upload-invalid"), (answer.StatusCode, Text(await answer.Content.ReadFromJsonAsync<JsonElement>(), "code")));
        using var unreadable = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "file", "x.ofd" } };
        using var refused = await browser.PostAsync(new Uri("/api/license/v1/verifications", UriKind.Relative), unreadable);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [DatabaseFact]
    [Requirement("LIC-05")]
    public async Task Page_keeps_a_report_under_a_random_address_with_pictures_and_download()
    {
        using var form = new MultipartFormDataContent { { new StringContent(await TokenAsync("/verify")), "__RequestVerificationToken" }, { new ByteArrayContent(file), "file", "林清和的证照.ofd" } };
        using var sent = await browser.PostAsync(new Uri("/verify", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var address = sent.Headers.Location!.OriginalString;
        Assert.Matches("^/verify/licence/[A-Za-z0-9_-]{22}$", address);
        var page = await browser.GetStringAsync(new Uri(address, UriKind.Relative));
        foreach (var text in new[] { "这份证照是真的，现在有效。", Name, Number, issued.Identifier!, "文件签发后没有改动", "签发记录可公开查到" })
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }

        var picture = await browser.GetByteArrayAsync(new Uri($"{address}/page/1.png", UriKind.Relative));
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], picture[..4]);
        using var report = await browser.GetAsync(new Uri($"{address}/report.json", UriKind.Relative));
        Assert.Equal(("attachment", true), (report.Content.Headers.ContentDisposition!.DispositionType, report.Headers.CacheControl!.NoStore));
        Assert.Equal("inForce", Text(await report.Content.ReadFromJsonAsync<JsonElement>(), "force"));

        // The row is unreadable, and gone after its time.
        var row = await app.LookAsync(db => db.Reports.AsNoTracking().SingleAsync());
        Assert.DoesNotContain("青禾", System.Text.Encoding.UTF8.GetString(row.Content), StringComparison.Ordinal);
        await app.LookAsync(db => db.Reports.ExecuteUpdateAsync(set => set.SetProperty(one => one.ExpiresAt, one => TimeProvider.System.GetUtcNow().AddMinutes(-1))));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);
        Assert.Equal(1, await app.Services.GetRequiredService<ForgetLooks>().ForgetAsync(default));
    }

    [DatabaseFact]
    [Requirement("LIC-05")]
    public async Task Number_and_secret_show_everything_and_stand_in_no_address()
    {
        var (status, page) = await TypeAsync(Number, await SecretAsync());
        Assert.Equal(HttpStatusCode.OK, status);
        foreach (var text in new[] { Name, "91990101MA0QHCP131", "林清和", "澜江市市场监督管理局", "平台签发过这份证照，现在有效。" })
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }

        // People type small letters and spaces; full-width characters come from Chinese keyboards.
        var secret = (await SecretAsync()).ToLowerInvariant();
        Assert.Contains(Name, (await TypeAsync($" {Number} ", $"{secret[..5]} {secret[5..]}")).Page, StringComparison.Ordinal);
        Assert.Equal([LicenceUseKind.NumberChecked, LicenceUseKind.NumberChecked], await UsesAsync());
        Assert.Equal(0, await app.LookAsync(db => db.SecretTries.SumAsync(row => row.Count)));
    }

    [DatabaseFact]
    public async Task Wrong_secret_and_unknown_number_look_the_same_and_count_the_same()
    {
        var wrong = await TypeAsync(Number, "2222222222");
        var unknown = await TypeAsync("JY19901020048999", "2222222222");
        Assert.Equal((wrong.Status, Plain(wrong.Page)), (unknown.Status, Plain(unknown.Page)));
        Assert.Contains("编号和验证码对不上", wrong.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("青禾", wrong.Page, StringComparison.Ordinal);
        Assert.Equal([1, 1], await app.LookAsync(db => db.SecretTries.Select(row => row.Count).ToListAsync()));
        Assert.All(await app.LookAsync(db => db.SecretTries.Select(row => row.NumberHash).ToListAsync()), hash => Assert.DoesNotContain("JY1990", hash, StringComparison.Ordinal));
    }

    [DatabaseFact]
    [Requirement("LIC-05")]
    public async Task Forty_wrong_secrets_at_once_are_twenty_and_then_the_right_one_is_refused_too()
    {
        foreach (var number in new[] { Number, "JY19901020048999" })
        {
            // Twenty side by side: each has a connection of its own, and other tests need some too.
            var outcomes = new System.Collections.Concurrent.ConcurrentBag<NumberOutcome>();
            await Parallel.ForEachAsync(Enumerable.Range(0, 40), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (_, _) => outcomes.Add(await CheckAsync(number, "2222222222")));
            Assert.Equal((20, 20), (outcomes.Count(outcome => outcome == NumberOutcome.Wrong), outcomes.Count(outcome => outcome == NumberOutcome.Closed)));
        }

        var (status, page) = await TypeAsync(Number, await SecretAsync());
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Contains("今天这个编号填错的次数太多", page, StringComparison.Ordinal);
        Assert.DoesNotContain("青禾", page, StringComparison.Ordinal);

        // By file and by QR code it is checked all the same, and the next day by number too.
        Assert.Equal("inForce", Text(await VerifyAsync(file), "force"));
        await app.LookAsync(db => db.SecretTries.ExecuteUpdateAsync(set => set.SetProperty(row => row.Day, row => row.Day.AddDays(-1))));
        Assert.Equal(HttpStatusCode.OK, (await TypeAsync(Number, await SecretAsync())).Status);
    }

    [DatabaseFact]
    public async Task Printed_code_shows_a_masked_holder_and_the_state_of_this_moment()
    {
        var page = await browser.GetStringAsync(new Uri(issued.Address!));
        Assert.Contains("澜********司", page, StringComparison.Ordinal);
        Assert.DoesNotContain("青禾", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Number, page, StringComparison.Ordinal);
        await SetAsync(LicenceState.Suspended);
        using var again = await browser.GetAsync(new Uri(issued.Address!));
        Assert.True(again.Headers.CacheControl!.NoStore);
        Assert.Contains("这份证照被暂扣，现在不能用。", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal([LicenceUseKind.Scanned, LicenceUseKind.Scanned], await UsesAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(new Uri($"/v/{new string('0', 32)}", UriKind.Relative))).StatusCode);
    }

    [DatabaseFact]
    [Requirement("LIC-05")]
    public async Task Shown_code_opens_once_of_eight_at_once_and_says_so_afterwards()
    {
        var code = await ShowAsync(TimeSpan.FromSeconds(60));

        // Whoever asks for the head only uses nothing up.
        using var head = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/v/{code}"));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var client = app.Client();
            using var answer = await client.GetAsync(new Uri($"/v/{code}", UriKind.Relative));
            return (answer.StatusCode, Page: await answer.Content.ReadAsStringAsync());
        }));
        var (status, page) = Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        foreach (var text in new[] { "出示人本人同意", Name, Number })
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("91990101MA0QHCP131", page, StringComparison.Ordinal);
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.OK), answer =>
        {
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
            Assert.Contains("这个二维码已经用过了。", answer.Page, StringComparison.Ordinal);
            Assert.DoesNotContain("青禾", answer.Page, StringComparison.Ordinal);
        });
        Assert.Equal([LicenceUseKind.ShownOnce], await UsesAsync());
    }

    [DatabaseFact]
    public async Task Shown_code_that_is_too_old_shows_nothing()
    {
        using var answer = await browser.GetAsync(new Uri($"/v/{await ShowAsync(TimeSpan.FromSeconds(-1))}", UriKind.Relative));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.Contains("这个二维码过时了。", page, StringComparison.Ordinal);
        Assert.DoesNotContain("青禾", page, StringComparison.Ordinal);
        Assert.Empty(await UsesAsync());
    }

    private async Task<JsonElement> VerifyAsync(byte[] content)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", "licence.ofd" } };
        using var answer = await browser.PostAsync(new Uri("/api/license/v1/verifications", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<(HttpStatusCode Status, string Page)> TypeAsync(string number, string secret)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = await TokenAsync("/verify"),
            ["Input.Type"] = SampleLicence.FoodPermit,
            ["Input.Number"] = number,
            ["Input.Secret"] = secret,
        });
        using var answer = await browser.PostAsync(new Uri("/verify/licence", UriKind.Relative), form);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Null(answer.Headers.Location);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    private async Task<NumberOutcome> CheckAsync(string number, string secret)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var type = scope.ServiceProvider.GetRequiredService<LicenceTypeCatalogue>().Find(SampleLicence.FoodPermit)!;
        return (await scope.ServiceProvider.GetRequiredService<CheckNumber>().CheckAsync(type, number, secret, default)).Outcome;
    }

    private async Task<string> TokenAsync(string path) => Token().Match(await browser.GetStringAsync(new Uri(path, UriKind.Relative))).Groups[1].Value;

    private async Task<string> SecretAsync() => app.Services.GetRequiredService<VersionFiles>().Data(await app.LookAsync(db => db.Versions.AsNoTracking().SingleAsync())).Secret;

    private async Task<string> ShowAsync(TimeSpan left)
    {
        var code = RandomNumberGenerator.GetBytes(16);
        await app.LookAsync(async db =>
        {
            db.OneTimeCodes.Add(new OneTimeCodeRecord { CodeHash = SHA256.HashData(code), LicenceId = issued.LicenceId, Number = 1, SessionId = "s", Expires = TimeProvider.System.GetUtcMicroseconds() + left });
            return await db.SaveChangesAsync();
        });
        return Convert.ToHexStringLower(code);
    }

    private Task<int> SetAsync(LicenceState state) => app.LookAsync(db => db.Licences.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, state)));

    private Task<List<LicenceUseKind>> UsesAsync() => app.LookAsync(db => db.Uses.Where(row => row.Kind != LicenceUseKind.ReadByOffice).OrderBy(row => row.At).Select(row => row.Kind).ToListAsync());

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    // The hint on the page names a number too.
    private static string Plain(string page) => Token().Replace(page, "").Replace(Number, "", StringComparison.Ordinal).Replace("JY19901020048999", "", StringComparison.Ordinal);

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]+)""" + "\"")]
    private static partial Regex Token();
}

public sealed class SqlitePublicCheckTests : PublicCheckTests
{
    protected override Task<LicenseApp> StartAsync() => Task.FromResult(LicenseApp.Start());
}

[NeedsPostgres]
public sealed class PostgresPublicCheckTests : PublicCheckTests
{
    protected override Task<LicenseApp> StartAsync() => LicenseApp.StartOnPostgresAsync();
}
