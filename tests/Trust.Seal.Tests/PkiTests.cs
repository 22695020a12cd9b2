using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trust.Crypto;
using Trust.Crypto.Certificates;
using Trust.Crypto.Ocsp;
using Trust.Crypto.TimeStamps;
using Trust.Documents.Verification;
using Trust.Seal.Pki;
using Trust.Testing;

namespace Trust.Seal.Tests;

/// <summary>What everybody needs to check our signatures: certificates, revocation list, OCSP, time stamps, the trust list on disk.</summary>
public sealed class PkiTests(LifeCycleTests.App shared) : IClassFixture<LifeCycleTests.App>
{
    private readonly SealApp app = shared.Seal;

    [Fact]
    [Requirement("ARC-29")]
    public async Task Revocation_list_and_ocsp_agree_on_every_certificate()
    {
        using var client = app.Client();
        Assert.True(Certificate.TryParse(await client.GetByteArrayAsync(new Uri("/pki/issuing.cer", UriKind.Relative)), out var issuer));
        Assert.True(Certificate.TryParse(await client.GetByteArrayAsync(new Uri("/pki/root.cer", UriKind.Relative)), out var root));
        Assert.True(issuer.IsSignedBy(root.PublicKey!));
        Assert.True(RevocationList.TryParse(await client.GetByteArrayAsync(new Uri("/pki/issuing.crl", UriKind.Relative)), out var list));
        Assert.True(list.IsSignedBy(issuer.PublicKey!));
        var rows = await app.LookAsync(db => db.Certificates.AsNoTracking().ToListAsync());
        Assert.Contains(rows, row => row.RevokedAt is not null);
        Assert.Contains(rows, row => row.RevokedAt is null);
        foreach (var row in rows)
        {
            Assert.True(Certificate.TryParse(row.Encoded, out var certificate));
            Assert.True(certificate.IsSignedBy(issuer.PublicKey!));
            Assert.Equal(row.RevokedAt is not null, list.Find(certificate) is not null);
            var request = OcspRequest.Create(OcspCertificateId.Of(row.Serial, issuer));
            var response = await AskAsync(client, "/pki/ocsp", request.Encoded, "application/ocsp-request", "application/ocsp-response");
            Assert.True(OcspResponse.TryParse(response, out var answer));
            Assert.Equal(request.Nonce.ToArray(), answer.Nonce.ToArray());
            Assert.Equal(row.RevokedAt is null ? OcspState.Good : OcspState.Revoked, answer.Find(row.Serial, issuer, app.Time.GetUtcNow())!.State);
        }

        var unknown = OcspRequest.Create(OcspCertificateId.Of("7f0123456789", issuer));
        Assert.True(OcspResponse.TryParse(await AskAsync(client, "/pki/ocsp", unknown.Encoded, "application/ocsp-request", "application/ocsp-response"), out var nobody));
        Assert.Equal(OcspState.Unknown, nobody.Find("7f0123456789", issuer, app.Time.GetUtcNow())!.State);
        Assert.True(OcspResponse.TryParse(await AskAsync(client, "/pki/ocsp", new byte[] { 1, 2, 3 }, "application/ocsp-request", "application/ocsp-response"), out var malformed));
        Assert.Equal(OcspResponseStatus.MalformedRequest, malformed.Status);
    }

    [Fact]
    [Requirement("ARC-29")]
    public async Task Time_stamp_authority_stamps_what_it_is_asked_and_nothing_else()
    {
        using var client = app.Client();
        var digest = Sm3.HashData("a document"u8);
        var request = TimeStampRequest.Create(digest);
        Assert.True(TimeStampResponse.TryParse(await AskAsync(client, "/pki/tsa", request.Encoded, "application/timestamp-query", "application/timestamp-reply"), out var response));
        Assert.True(response.IsGranted);
        Assert.True(response.Token!.VerifyDigest(digest).IsValid);
        Assert.False(response.Token.VerifyDigest(Sm3.HashData("another document"u8)).IsValid);
        Assert.Equal(request.Nonce.ToArray(), response.Token.Nonce.ToArray());
        Assert.InRange(response.Token.Time, app.Time.GetUtcNow().AddMinutes(-1), app.Time.GetUtcNow().AddMinutes(1));

        Assert.True(TimeStampResponse.TryParse(await AskAsync(client, "/pki/tsa", "nonsense"u8.ToArray(), "application/timestamp-query", "application/timestamp-reply"), out var refused));
        Assert.Equal(TimeStampFailure.BadDataFormat, refused.Failure);
        using var wrong = new ByteArrayContent(request.Encoded.ToArray());
        wrong.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        using var answer = await client.PostAsync(new Uri("/pki/tsa", UriKind.Relative), wrong);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        using var large = new ByteArrayContent(new byte[100_000]);
        large.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        using var tooLarge = await client.PostAsync(new Uri("/pki/tsa", UriKind.Relative), large);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, tooLarge.StatusCode);
    }

    [Fact]
    public async Task Trust_list_on_disk_judges_as_the_service_does_and_a_changed_one_is_refused()
    {
        using var machine = await app.MachineAsync();
        var document = await machine.SealedAsync();
        var folder = Path.Combine(app.DataFolder, PublishedTrust.Folder);
        var file = await WaitForAsync(Path.Combine(folder, TrustListFile.Name));
        Assert.True(Certificate.TryParse(await File.ReadAllBytesAsync(Path.Combine(folder, TrustListFile.CertificateName)), out var authority));
        Assert.True(TrustListFile.TryRead(file, authority, out var material, out _));
        var report = SealVerifier.Verify(document, new VerificationInput { Material = material, Time = app.Time });
        Assert.Equal((await machine.VerifyAsync(document)).GetProperty("indication").GetString(), JsonDocument.Parse(report.ToJson()).RootElement.GetProperty("indication").GetString());
        Assert.Equal(0, report.ToExitCode());

        var text = System.Text.Encoding.UTF8.GetString(file);
        var at = text.IndexOf("\"content\":\"", StringComparison.Ordinal) + 60;
        var changed = text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..];
        Assert.False(TrustListFile.TryRead(System.Text.Encoding.UTF8.GetBytes(changed), authority, out _, out var fault));
        Assert.Contains("not signed", fault, StringComparison.Ordinal);
        Assert.False(TrustListFile.TryRead("{}"u8, authority, out _, out _));
        Assert.False(TrustListFile.TryRead("["u8, authority, out _, out _));
    }

    [Fact]
    public async Task Verification_without_signature_or_document_says_so_with_a_stable_code()
    {
        using var client = app.Client();
        var unsigned = await client.VerifyAsync(SampleDocument.Notice());
        Assert.Equal(("INDETERMINATE", "SIGNED_DATA_NOT_FOUND"), (unsigned.GetProperty("indication").GetString(), unsigned.GetProperty("subIndication").GetString()));
        var nothing = await client.VerifyAsync([1, 2, 3, 4]);
        Assert.StartsWith("document.", nothing.GetProperty("code").GetString(), StringComparison.Ordinal);
        Assert.Equal(422, nothing.GetProperty("status").GetInt32());
        using var empty = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/api/seal/v1/verifications", UriKind.Relative), empty);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("seal.upload-invalid", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    [Requirement("STD-14")]
    public async Task Page_shows_one_sentence_checks_and_pictures_of_ours_and_forgets_them()
    {
        using var machine = await app.MachineAsync();
        var document = await machine.SealedAsync();
        var desk = new Desk(app.Client());
        var form = await desk.GetAsync("/verify/seal");
        Assert.Equal(HttpStatusCode.OK, form.Status);
        var address = (await UploadAsync(document)).Location!;
        var page = await desk.GetAsync(address);
        Assert.Contains("这份文件是真的，签章以后没有改动过。", page.Text, StringComparison.Ordinal);
        Assert.Contains("TOTAL_PASSED", page.Text, StringComparison.Ordinal);
        Assert.Contains("2026", page.Text, StringComparison.Ordinal);
        Assert.All(new[] { $"{address}/page/1.png", $"{address}/seal/1.png" }, async picture => Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await desk.DownloadAsync(picture))[..4]));
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync($"{address}/page/2.png")).Status);

        // A wrong address shows nothing, and the table holds no text of the document.
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync("/verify/seal/AAAAAAAAAAAAAAAAAAAAAA")).Status);
        var stored = await app.LookAsync(db => db.Reports.AsNoTracking().FirstAsync());
        Assert.DoesNotContain("TOTAL_PASSED", System.Text.Encoding.UTF8.GetString(stored.Content), StringComparison.Ordinal);
        await app.LookAsync(db => db.Reports.ExecuteUpdateAsync(set => set.SetProperty(row => row.ExpiresAt, app.Time.GetUtcNow().AddMinutes(-1))));
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync(address)).Status);
        Assert.True(await ((Verification.ForgetReports)app.Services.GetService(typeof(Verification.ForgetReports))!).ForgetAsync(CancellationToken.None) > 0);

        async Task<PageAnswer> UploadAsync(byte[] file)
        {
            var visitor = await app.VisitAsync();
            await visitor.GetAsync("/verify/seal");
            return await visitor.UploadAsync("/verify/seal", "通知书.ofd", file);
        }
    }

    private static async Task<byte[]> AskAsync(HttpClient client, string path, ReadOnlyMemory<byte> request, string type, string answerType)
    {
        using var content = new ByteArrayContent(request.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal((HttpStatusCode.OK, answerType), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task<byte[]> WaitForAsync(string path)
    {
        for (var look = 0; look < 100 && !File.Exists(path); look++)
        {
            await Task.Delay(100);
        }

        return await File.ReadAllBytesAsync(path);
    }
}
