using System.Text.Json;
using Trust.Documents.Verification;
using Trust.License.Checking;
using Trust.License.States;
using Trust.Testing;

namespace Trust.License.Tests.Checking;

/// <summary>What the checks of a licence find in files that legitimate seals of the node were put on.</summary>
public sealed class LicenceChecksTests(CheckingNode node) : IClassFixture<CheckingNode>
{
    private const string Province = "11990000MB0000019F";

    [Fact]
    [Requirement("LIC-08")]
    [Requirement("LIC-15")]
    public void Issued_licence_passes_every_check_and_is_in_force()
    {
        var report = node.Check(node.File);
        Assert.True(report.Report.Indication == Indication.TotalPassed, Wrong(report));
        Assert.Equal((Force.InForce, StateNames.Valid, StateSources.List), (report.Force, report.State, report.StateSource));
        Assert.Equal("这份证照是真的，现在有效。", report.Report.Sentence.Zh);
        string[] ids = ["LIC-IDENTIFIER", "LIC-TYPE", "LIC-ISSUER", "LIC-SEALED", "LIC-DATA", "LIC-CONTENT", "LOG-PROOF", "STA-STATE", "STA-VERSION", "STA-DATES"];
        Assert.Equal(ids, report.Report.Checks.Where(check => ids.Contains(check.Id)).Select(check => check.Id));
        Assert.All(report.Report.Checks.Where(check => ids.Contains(check.Id)), check => Assert.True(check.Status == CheckStatus.Ok, $"{check.Id} {check.Detail}"));
        Assert.Equal((node.Identifier, SampleLicence.FoodPermit, "澜江市青禾食品有限公司", "JY19901020048217", 1), (report.Licence!.Identifier, report.Licence.Type, report.Licence.Holder, report.Licence.Number, report.Licence.Version));
    }

    [Fact]
    public void Report_is_the_seal_report_with_more_members_and_reads_back()
    {
        var report = node.Check(node.File);
        var json = JsonDocument.Parse(report.ToJson()).RootElement;
        Assert.Equal(("TOTAL_PASSED", "inForce", "valid", "state-list"), (Text("indication"), Text("force"), Text("state"), Text("stateSource")));
        Assert.Equal(node.Identifier, json.GetProperty("licence").GetProperty("identifier").GetString());
        Assert.True(json.GetProperty("stateAgeSeconds").GetInt64() >= 0);
        foreach (var member in new[] { "kind", "sentence", "advice", "checks", "signatures", "unprotected", "facts" })
        {
            Assert.True(json.TryGetProperty(member, out _), member);
        }

        Assert.Equal(report.ToJson(), LicenceReport.Read(report.ToJson()).ToJson());

        string? Text(string name) => json.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Licence_without_any_change_sealed_again_by_its_issuer_still_passes()
    {
        // Else the tests below would find the second sealing and not the change.
        var report = node.Check(await node.SealAsync(node.Unsealed(_ => { })));
        Assert.True(report.Report.Indication == Indication.TotalPassed, Wrong(report));
    }

    [Theory]
    [InlineData("metadata", "OFD.xml", "林清和", "林清平", "LIC-DATA")]
    [InlineData("title", "OFD.xml", "<ofd:Title>食品经营许可证", "<ofd:Title>药品经营许可证", "LIC-DATA")]
    [InlineData("issuer code", "OFD.xml", "Name=\"ZZBFJGDM\">11990100MB0000027F", "Name=\"ZZBFJGDM\">11990000MB0000019F", "LIC-ISSUER")]
    [InlineData("check character", "OFD.xml", ".001.", ".002.", "LIC-IDENTIFIER")]
    [InlineData("type", "OFD.xml", "Name=\"ZZLXDM\">11990000MB0000019F002", "Name=\"ZZLXDM\">11990000MB0000019F001", "LIC-TYPE")]
    [InlineData("data file", "licence.json", "林清和", "林清平", "LIC-DATA")]
    [InlineData("data file", "licence.json", "林清和", "林清平", "LIC-CONTENT")]
    [InlineData("data file", "licence.json", "林清和", "林清平", "LOG-PROOF")]
    [InlineData("face", "Content.xml", "林清和", "林清平", "LIC-DATA")]
    [InlineData("face", "Content.xml", "林清和", "林清平", "LIC-CONTENT")]
    [InlineData("tag", "Tag_0.xml", "<KZ_FDDBR", "<KZ_ZS2", "LIC-DATA")]
    [InlineData("proof", "log-proof.txt", "index 0", "index 1", "LOG-PROOF")]
    public async Task Change_that_the_issuer_itself_sealed_is_found(string what, string entry, string from, string to, string check)
    {
        var sealedAgain = await node.SealAsync(node.Unsealed(entries =>
        {
            var name = NameOf(entries, entry);
            var text = LicencePackage.Text(entries[name]);
            Assert.Contains(from, text, StringComparison.Ordinal);
            entries[name] = LicencePackage.Text(text.Replace(from, to, StringComparison.Ordinal).Replace("/KZ_FDDBR>", what == "tag" ? "/KZ_ZS2>" : "/KZ_FDDBR>", StringComparison.Ordinal));
        }));
        var report = node.Check(sealedAgain);
        Assert.True(report.Report.Signatures.All(signature => signature.Indication == Indication.TotalPassed), Wrong(report));
        Assert.Equal((Indication.TotalFailed, Force.Unknown), (report.Report.Indication, report.Force));
        Assert.Contains(report.Report.Checks, found => found.Id == check && found.Status == CheckStatus.NotOk);
    }

    [Fact]
    public async Task Copy_sealed_by_another_authority_of_the_node_fails_by_its_issuer()
    {
        var report = node.Check(await node.SealAsync(node.Unsealed(_ => { }), Province));
        Assert.All(report.Report.Signatures, signature => Assert.Equal(Indication.TotalPassed, signature.Indication));
        Assert.Equal(Indication.TotalFailed, report.Report.Indication);
        Assert.Equal(["LIC-ISSUER"], report.Report.Checks.Where(check => check.Status == CheckStatus.NotOk).Select(check => check.Id));
        Assert.Equal("盖章的单位不是这份证照的发证机关，不可信。", report.Report.Sentence.Zh);
    }

    [Fact]
    public async Task Proof_of_another_licence_swapped_in_is_found()
    {
        using var machine = await node.App.MachineAsync();
        var other = await Issuing.LicenceCalls.IssueAsync(machine);
        var theirs = LicencePackage.Unpack(await Issuing.LicenceCalls.FileAsync(machine, other.LicenceId));
        var report = node.Check(await node.SealAsync(node.Unsealed(entries => entries[NameOf(entries, "log-proof.txt")] = theirs[NameOf(theirs, "log-proof.txt")])));
        Assert.Equal(Indication.TotalFailed, report.Report.Indication);
        Assert.Contains(report.Report.Checks, check => check is { Id: "LOG-PROOF", Status: CheckStatus.NotOk });
        Assert.Contains(report.Report.Checks, check => check is { Id: "LIC-CONTENT", Status: CheckStatus.NotOk });
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2sp.org/tlog-proof@v1 sm3\nindex 0\n\nx\n")]
    public async Task Licence_without_a_proof_was_never_issued(string proof)
    {
        var report = node.Check(await node.SealAsync(node.Unsealed(entries => entries[NameOf(entries, "log-proof.txt")] = LicencePackage.Text(proof))));
        Assert.Equal((Indication.TotalFailed, Force.Unknown), (report.Report.Indication, report.Force));
        Assert.Equal("这份证照没有可信的签发记录，不可信。", report.Report.Sentence.Zh);
    }

    [Fact]
    public async Task Document_put_aside_under_signs_does_not_take_the_place_of_the_logged_one()
    {
        // The content digest leaves out what lies under Signs: OFD.xml that leads there would show other content with a good digest.
        var report = node.Check(await node.SealAsync(node.Unsealed(entries =>
        {
            foreach (var (name, content) in entries.Where(entry => entry.Key.StartsWith("Doc_0/", StringComparison.Ordinal)).ToList())
            {
                entries["Doc_0/Signs/Other/" + name["Doc_0/".Length..]] = LicencePackage.Text(LicencePackage.Text(content).Replace("林清和", "林清平", StringComparison.Ordinal));
            }

            entries["OFD.xml"] = LicencePackage.Text(LicencePackage.Text(entries["OFD.xml"]).Replace("Doc_0/Document.xml", "Doc_0/Signs/Other/Document.xml", StringComparison.Ordinal).Replace("林清和", "林清平", StringComparison.Ordinal));
        })));
        Assert.NotEqual(Indication.TotalPassed, report.Report.Indication);
        Assert.NotEqual(Force.InForce, report.Force);
        Assert.Contains(report.Report.Checks, check => check is { Id: "LIC-CONTENT", Status: CheckStatus.NotOk });
    }

    [Theory]
    [InlineData("{\"typeVersion\":1,\"version\":1,\"salt\":\"x\",\"metadata\":{\"A\":\"\\ud800\"}}")]
    [InlineData("{\"typeVersion\":1,\"version\":1,\"salt\":\"x\",\"metadata\":{\"\\ud800\":\"A\"}}")]
    [InlineData("{\"typeVersion\":1,\"version\":1,\"salt\":\"x\",\"metadata\":{\"A\":\"1\",\"A\":\"2\"}}")]
    [InlineData("{\"typeVersion\":1,\"version\":1,\"salt\":\"x\",\"metadata\":{\"A\":{}}}")]
    [InlineData("{\"typeVersion\":1.5,\"version\":1,\"salt\":\"x\",\"metadata\":{}}")]
    [InlineData("{\"typeVersion\":1,\"version\":1,\"salt\":\"x\",\"metadata\":{},\"more\":1}")]
    [InlineData("[1]")]
    [InlineData("")]
    public void Data_file_with_two_readings_or_none_is_refused(string text) => Assert.False(LicenceJson.TryRead(LicencePackage.Text(text), out _));

    [Fact]
    public void Licence_without_a_seal_is_never_in_force()
    {
        var report = node.Check(node.Unsealed(_ => { }));
        Assert.Equal((Indication.Indeterminate, SubIndications.SignedDataNotFound, Force.Unknown), (report.Report.Indication, report.Report.SubIndication, report.Force));
    }

    [Fact]
    public async Task Without_the_log_key_the_proof_is_not_passed_over_in_silence()
    {
        using var empty = new TemporaryFolder();
        var report = node.Check(node.File, folder: empty.Path);
        Assert.Equal((Indication.Indeterminate, Force.Unknown), (report.Report.Indication, report.Force));
        Assert.Contains(report.Report.Checks, check => check is { Id: "LOG-PROOF", Status: CheckStatus.NotOk, Conclusion.Indication: Indication.Indeterminate });

        // The key of another log proves nothing either.
        await File.WriteAllBytesAsync(Path.Combine(empty.Path, StateList.KeyFileName), new byte[200]);
        Assert.Equal(Indication.Indeterminate, node.Check(node.File, folder: empty.Path).Report.Indication);
    }

    [Fact]
    public async Task Sealed_document_that_is_no_licence_keeps_its_plain_report_with_a_note()
    {
        var report = node.Check(await node.SealAsync(SampleDocument.Notice(), x: 120, y: 200));
        Assert.Equal(Indication.TotalPassed, report.Report.Indication);
        Assert.Null(report.Licence);
        Assert.Equal((Force.Unknown, "这不是电子证照，只核对了它的签章。"), (report.Force, report.Note!.Zh));
        Assert.DoesNotContain(report.Report.Checks, check => check.Id.StartsWith("LIC-", StringComparison.Ordinal));
    }

    [InteropFact]
    [Trait("Category", "Interop")]
    public void Identifiers_seen_in_the_field_are_judged_as_they_are()
    {
        using var foreign = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Machine.InteropDirectory!, "licence", "licence-identifiers.json")));
        var cases = foreign.RootElement.GetProperty("cases").EnumerateArray().Where(one => one.GetProperty("identifier").GetString()!.Contains(".001.", StringComparison.Ordinal)).ToList();
        Assert.Contains(cases, one => !one.GetProperty("valid").GetBoolean());
        foreach (var one in cases)
        {
            var report = node.Check(node.Unsealed(entries => entries["OFD.xml"] = LicencePackage.Text(LicencePackage.Text(entries["OFD.xml"]).Replace(node.Identifier, one.GetProperty("identifier").GetString(), StringComparison.Ordinal))));
            Assert.Equal(one.GetProperty("valid").GetBoolean(), report.Report.Checks.Single(check => check.Id == "LIC-IDENTIFIER").Status != CheckStatus.NotOk);
        }
    }

    internal static string NameOf(Dictionary<string, byte[]> entries, string name) => name switch
    {
        "licence.json" => entries.Keys.Single(entry => entry.EndsWith(".json", StringComparison.Ordinal)),
        "log-proof.txt" => entries.Keys.Single(entry => entry.EndsWith(".txt", StringComparison.Ordinal)),
        "OFD.xml" => name,
        _ => entries.Keys.Single(entry => entry.EndsWith("/" + name, StringComparison.Ordinal)),
    };

    private static string Wrong(LicenceReport report) => string.Join('\n', report.Report.Checks.Where(check => check.Status is not (CheckStatus.Ok or CheckStatus.Information)).Select(check => $"{check.Id} {check.Status} {check.Detail}"));
}
