using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trust.License.Data;
using Trust.License.Tests.Log;
using Trust.Testing;

namespace Trust.License.Tests.Issuing;

/// <summary>Issuing by API: who may, what is refused, what a repetition gives, and what the file proves. On both databases.</summary>
public abstract class IssuingTests : IAsyncLifetime
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
    [Requirement("LIC-02")]
    [Requirement("LIC-13")]
    [Requirement("LIC-17")]
    [Requirement("LIC-19")]
    public async Task Issued_licence_is_sealed_logged_and_found_by_its_code()
    {
        var issued = await machine.IssueAsync();
        Assert.True(issued.Status == HttpStatusCode.Created, $"{issued.Code} {issued.Detail}");
        Assert.StartsWith($"1.2.156.3005.2.{SampleLicence.FoodPermit}.{SampleLicence.Office}.", issued.Identifier, StringComparison.Ordinal);

        // Anybody checks the file as any sealed document.
        var file = await machine.FileAsync(issued.LicenceId);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "licence.ofd" } };
        using var client = app.Client();
        using var report = await client.PostAsync(new Uri("/api/seal/v1/verifications", UriKind.Relative), form);
        Assert.Equal("TOTAL_PASSED", (await report.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("indication").GetString());

        // The QR code's page tells type, masked holder and state, and not the name.
        var page = await client.GetStringAsync(new Uri(issued.Address!));
        Assert.Contains("平台签发过这份证照，现在有效。", page, StringComparison.Ordinal);
        Assert.Contains("澜********司", page, StringComparison.Ordinal);
        Assert.DoesNotContain("青禾", page, StringComparison.Ordinal);
        Assert.DoesNotContain("JY19901020048217", page, StringComparison.Ordinal);

        // Two entries: its content before it was sealed, and the use of the seal.
        var kinds = await app.LookAsync(db => db.LogEntries.OrderBy(entry => entry.Index).Select(entry => entry.Kind).ToListAsync());
        Assert.Equal(["licence.issued", "licence.sealed"], kinds);
    }

    [DatabaseFact]
    [Requirement("LIC-08")]
    public async Task Proof_inside_the_file_is_checked_without_asking_anybody()
    {
        // Some before and some behind, so that the proof has hashes on both sides.
        await machine.IssueAsync();
        var issued = await machine.IssueAsync();
        await machine.IssueAsync();
        using var client = app.Client();
        var key = await client.GetByteArrayAsync(new Uri("/log/key.der", UriKind.Relative));
        var file = new LicenceArchive(await machine.FileAsync(issued.LicenceId));
        var log = new LogClient("localhost/log", key);
        Assert.True(log.SizeProvedBy(file.Proof) >= 3);

        // The proof carries its entry, and the entry names the content of this file: nobody is asked for anything.
        var content = LogClient.EntryOf(file.Proof);
        Assert.True(log.Includes(file.Proof, content));
        Assert.Equal(content, await log.EntryAsync(client, LogClient.IndexOf(file.Proof)));
        Assert.Equal(file.ContentDigest(), JsonDocument.Parse(content).RootElement.GetProperty("content").GetString());
        Assert.DoesNotContain("林清和", System.Text.Encoding.UTF8.GetString(content), StringComparison.Ordinal);
    }

    [DatabaseFact]
    public async Task Repeated_call_gives_the_same_licence_and_another_call_with_its_key_is_refused()
    {
        var key = LicenceCalls.NewKey();
        var first = await machine.IssueAsync(key: key);
        var again = await machine.IssueAsync(key: key);
        Assert.Equal(first, again);
        Assert.Equal(1, await app.LookAsync(db => db.Licences.CountAsync()));
        var form = SampleLicence.Form();
        form["number"] = "JY19901020048218";
        var other = await machine.IssueAsync(form, key);
        Assert.Equal((HttpStatusCode.Conflict, "request.idempotency-key-reused"), (other.Status, other.Code));
    }

    [DatabaseFact]
    public async Task Ten_calls_with_one_key_at_once_make_one_licence()
    {
        var key = LicenceCalls.NewKey();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => machine.IssueAsync(key: key)));
        Assert.Single(answers.Where(answer => answer.Status == HttpStatusCode.Created).Select(answer => answer.Identifier).Distinct());
        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.Created || answer.Code == "request.in-progress", answer.Code));
        Assert.Equal(1, await app.LookAsync(db => db.Versions.CountAsync()));
        Assert.Equal(2, await app.LookAsync(db => db.LogEntries.CountAsync()));
    }

    [DatabaseFact]
    public async Task Only_an_entitled_authority_issues_and_the_try_is_recorded()
    {
        var form = SampleLicence.Form();
        form["issuerCode"] = "11990000MB0000019F";
        Assert.Equal("license.not-entitled", (await machine.IssueAsync(form)).Code);
        form["typeCode"] = "11990000MB0000019F999";
        Assert.Equal("license.type-unknown", (await machine.IssueAsync(form)).Code);
        using var nobody = app.Client();
        using var answer = await nobody.PostAsJsonAsync("/api/license/v1/licences", SampleLicence.Form());
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(0, await app.LookAsync(db => db.Licences.CountAsync()));
    }

    [DatabaseFact]
    [Requirement("LIC-14")]
    public async Task Data_against_the_type_are_named_all_at_once()
    {
        var form = SampleLicence.Form();
        form["holderCode"] = "91990101MA0QHCP132";
        form["issuedOn"] = "2999-01-01";
        form["items"] = new Dictionary<string, string> { ["KZ_ZTYT"] = "杂货铺", ["KZ_NIX"] = "x" };
        var refused = await machine.IssueAsync(form);
        Assert.Equal((HttpStatusCode.BadRequest, "license.data-invalid"), (refused.Status, refused.Code));
        foreach (var part in new[] { "holder's code", "dates", "KZ_FDDBR", "KZ_ZTYT", "KZ_NIX" })
        {
            Assert.Contains(part, refused.Detail, StringComparison.Ordinal);
        }
    }

    [DatabaseFact]
    public async Task Text_that_no_font_can_draw_is_refused_before_anything_is_minted()
    {
        var form = SampleLicence.Form();
        form["holderName"] = "澜江市\U0010FFFD食品有限公司";
        var refused = await machine.IssueAsync(form);
        Assert.Equal((HttpStatusCode.BadRequest, "license.face-refused"), (refused.Status, refused.Code));
        Assert.Equal(0, await app.LookAsync(db => db.Versions.CountAsync()));
    }

    [DatabaseFact]
    public async Task Nothing_of_the_holder_is_readable_in_the_rows()
    {
        await machine.IssueAsync();
        var version = await app.LookAsync(db => db.Versions.SingleAsync());
        var licence = await app.LookAsync(db => db.Licences.SingleAsync());
        var rows = JsonSerializer.Serialize(new { version, licence, Ofd = System.Text.Encoding.Latin1.GetString(version.Ofd!), Data = System.Text.Encoding.UTF8.GetString(version.Data) });
        foreach (var secret in new[] { "青禾", "91990101MA0QHCP131", "JY19901020048217", "林清和" })
        {
            Assert.DoesNotContain(secret, rows, StringComparison.Ordinal);
        }

        Assert.Equal(LicenceState.Valid, licence.State);
    }
}

public sealed class SqliteIssuingTests : IssuingTests
{
    protected override Task<LicenseApp> StartAsync() => Task.FromResult(LicenseApp.Start());
}

[NeedsPostgres]
public sealed class PostgresIssuingTests : IssuingTests
{
    protected override Task<LicenseApp> StartAsync() => LicenseApp.StartOnPostgresAsync();
}
