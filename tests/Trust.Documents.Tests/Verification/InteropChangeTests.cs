using System.Globalization;
using System.Text.Json;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.Documents.Tests.Signing;
using Trust.Documents.Verification;
using Trust.Testing;
using Xunit.Abstractions;

namespace Trust.Documents.Tests.Verification;

/// <summary>
/// Ten one-byte changes at random places of every signed foreign file: unpacked, changed, packed again. The start value of the generator is printed; TRUST_CHANGE_SEED
/// gives it again.
/// </summary>
[Trait("Category", "Interop")]
public class InteropChangeTests(ITestOutputHelper output)
{
    // TRUST_CHANGES asks for a longer run.
    private static readonly int Changes = Number("TRUST_CHANGES") ?? 10;

    // In these, a changed byte must show: what was signed, what it was signed with, and who may sign.
    private static readonly string[] Deciding =
        ["SIG-FILE", "SIG-STRUCTURE", "SIG-VALUE", "SIG-DIGEST", "REF-METHOD", "REF-DIGEST", "CERT-IN-LIST", "SEAL-VALUE"];

    [InteropFact]
    public void One_changed_byte_in_what_is_covered_is_noticed_and_named()
    {
        var seed = Number("TRUST_CHANGE_SEED") ?? Random.Shared.Next();
        output.WriteLine($"TRUST_CHANGE_SEED={seed}");
        var random = new Random(seed);
        var count = 0;
        foreach (var file in InteropExpectations.Files.Where(file => file.Text("file").StartsWith("signed/", StringComparison.Ordinal)))
        {
            count += ChangeEach(file, random, seed);
        }

        output.WriteLine($"{count} changes.");
        Assert.Equal(Changes * 6, count);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int ChangeEach(JsonElement file, Random random, int seed)
    {
        var bytes = InteropExpectations.Bytes(file.Text("file"));
        var input = InteropExpectations.Input(file);
        var package = new Package(Raw.Names(bytes));
        var before = SealVerifier.Verify(package.Make(), input);
        var targets = Targets(bytes);
        for (var i = 0; i < Changes; i++)
        {
            var entry = targets[random.Next(targets.Count)];
            var at = random.Next(package[entry].Length);
            var mask = (byte)random.Next(1, 256);
            var after = SealVerifier.Verify(package.WithChangedByte(entry, at, mask).Make(), input);
            var where = $"TRUST_CHANGE_SEED={seed}: {file.Text("file")}, {entry}, byte {at}, mask {mask:x2}\n{Verdicts.Text(after)}";
            Assert.True(after.Indication >= before.Indication, where);
            Assert.NotEqual(Indication.TotalPassed, after.Indication);
            var worse = after.Checks.Where(check => Deciding.Contains(check.Id) && IsBad(check)
                && !before.Checks.Any(old => old.Id == check.Id && old.Signature == check.Signature && IsBad(old) && old.Detail == check.Detail));
            Assert.True(worse.Any() || IsBadAlready(before), where);
        }

        return Changes;
    }

    /// <summary>Covered entries, Signature.xml and value files.</summary>
    private static List<string> Targets(byte[] file)
    {
        Assert.True(OfdPackage.TryOpen(file, DocumentLimits.Default, out var package, out _));
        Assert.True(OfdFile.TryRead(package, out var ofd, out _));
        var targets = new List<string>();
        foreach (var entry in ofd.Bodies[0].Signatures!.Entries)
        {
            targets.Add(entry.EntryName!);
            targets.Add(entry.File!.SignedValueEntryName!);
            targets.AddRange(entry.File.References.Select(reference => reference.EntryName).OfType<string>());
        }

        return [.. targets.Distinct().Where(name => package.Find(name)!.Size > 0)];
    }

    private static bool IsBad(CheckResult check) => check.Status == CheckStatus.NotOk || (check.Status == CheckStatus.NotChecked && check.Conclusion is not null);

    // A file whose value did not hold before need not name anything new.
    private static bool IsBadAlready(VerificationReport before) =>
        before.Checks.Any(check => check.Id is "SIG-VALUE" or "SIG-DIGEST" or "REF-DIGEST" && check.Status == CheckStatus.NotOk);
}
