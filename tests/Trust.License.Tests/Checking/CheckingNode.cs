using System.IO.Compression;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Crypto.Certificates;
using Trust.Documents.Verification;
using Trust.Hosting.Startup;
using Trust.License.Checking;
using Trust.License.Tests.Issuing;
using Trust.Testing;

namespace Trust.License.Tests.Checking;

/// <summary>A node with one issued licence, and the folder <c>trust</c> that the command line goes by.</summary>
public sealed class CheckingNode : IAsyncLifetime
{
    public LicenseApp App { get; } = LicenseApp.Start();

    /// <summary>The licence as its office downloaded it.</summary>
    public byte[] File { get; private set; } = [];

    public string Identifier { get; private set; } = "";

    public Guid LicenceId { get; private set; }

    public Uri Address { get; private set; } = null!;

    public string DataFolder { get; private set; } = "";

    private TrustMaterial? material;

    private string TrustPath => Path.Combine(DataFolder, PublishedStates.Folder);

    public async Task InitializeAsync()
    {
        using var machine = await App.MachineAsync();
        var issued = await machine.IssueAsync();
        Assert.True(issued.Identifier is not null, $"{issued.Code} {issued.Detail}");
        (LicenceId, Identifier, Address, File) = (issued.LicenceId, issued.Identifier!, new Uri(issued.Address!), await machine.FileAsync(issued.LicenceId));
        DataFolder = Path.GetFullPath(App.Services.GetRequiredService<RootOptions>().DataDirectory);
        await RefreshAsync();
        for (var look = 0; look < 100 && !System.IO.File.Exists(Path.Combine(TrustPath, TrustListFile.Name)); look++)
        {
            await Task.Delay(100);
        }
    }

    public async Task DisposeAsync() => await App.DisposeAsync();

    public Task RefreshAsync() => App.Services.GetRequiredService<PublishedStates>().RefreshAsync(default);

    /// <summary>Judges as the command line does: by the file and the folder, with the same code.</summary>
    /// <param name="file">The file.</param>
    /// <param name="later">How much later than now.</param>
    /// <param name="folder">Another folder.</param>
    internal LicenceReport Check(byte[] file, TimeSpan later = default, string? folder = null)
    {
        var path = folder ?? TrustPath;
        var time = new ManualTime(TimeProvider.System.GetUtcNow() + later);
        var seal = SealVerifier.Verify(file, new VerificationInput { Material = Material(), Time = time });
        return TrustFolder.Judge(file, seal, path, time.GetUtcNow()).Report;
    }

    /// <summary>Seals a file with the seal of an authority, as License itself does.</summary>
    public async Task<byte[]> SealAsync(byte[] file, string owner = SampleLicence.Office, double x = 150, double y = 140)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var (seals, actor) = (scope.ServiceProvider.GetRequiredService<ISeal>(), Actor.Process("license"));
        var seal = (await seals.ListUsableAsync(actor, default)).Value.First(usable => usable.OwnerCode == owner);
        Assert.True(IdempotencyKey.TryParse(LicenceCalls.NewKey(), out var key));
        var answer = await seals.SealDocumentAsync(actor, new SealDocumentCall(seal.SealId, seal.GrantId, "检查用", "licence.ofd", file, [new StampPlace(1, x, y)]), key, default);
        Assert.True(answer.Succeeded, answer.Succeeded ? "" : $"{answer.Error.Code} {answer.Error.Detail}");
        return answer.Value.Document.ToArray();
    }

    /// <summary>The licence without its seal, its entries changed by the test.</summary>
    public byte[] Unsealed(Action<Dictionary<string, byte[]>> change)
    {
        var entries = LicencePackage.Unpack(File);
        foreach (var name in entries.Keys.Where(name => name.Contains("/Signs/", StringComparison.Ordinal)).ToList())
        {
            entries.Remove(name);
        }

        entries["OFD.xml"] = LicencePackage.Text(LicencePackage.Text(entries["OFD.xml"]) is var xml ? System.Text.RegularExpressions.Regex.Replace(xml, "<ofd:Signatures>[^<]*</ofd:Signatures>", "") : "");
        change(entries);
        return LicencePackage.Pack(entries);
    }

    // Read once: the tests ask many thousand times.
    private TrustMaterial Material() => material ??= ReadMaterial();

    private TrustMaterial ReadMaterial()
    {
        Assert.True(Certificate.TryParse(System.IO.File.ReadAllBytes(Path.Combine(TrustPath, TrustListFile.CertificateName)), out var authority));
        Assert.True(TrustListFile.TryRead(System.IO.File.ReadAllBytes(Path.Combine(TrustPath, TrustListFile.Name)), authority, out var read, out var fault), fault);
        return read!;
    }
}

/// <summary>Packages taken apart and put together with the framework's ZIP only.</summary>
internal static class LicencePackage
{
    public static Dictionary<string, byte[]> Unpack(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            return bytes.ToArray();
        });
    }

    public static byte[] Pack(IEnumerable<KeyValuePair<string, byte[]>> entries, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return file.ToArray();
    }

    public static string Text(byte[] content) => System.Text.Encoding.UTF8.GetString(content);

    public static byte[] Text(string content) => System.Text.Encoding.UTF8.GetBytes(content);
}
