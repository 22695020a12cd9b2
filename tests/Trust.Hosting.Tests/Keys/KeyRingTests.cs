using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Trust.Crypto.Keys;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Hosting.Startup;
using Trust.Testing;

namespace Trust.Hosting.Tests.Keys;

public sealed class KeyRingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public KeyRingTests() => KeyFiles.Write(KeysAt("keys"), KeyPurpose.KeyRing, KeyAlgorithm.Symmetric256);

    [Fact]
    public void Processes_on_one_folder_open_each_others_payloads()
    {
        using var first = Process();
        var payload = Protector(first).Protect("session");
        using var second = Process();
        Assert.Equal("session", Protector(second).Unprotect(payload));
        Assert.Equal("back", Protector(first).Unprotect(Protector(second).Protect("back")));
        Assert.Empty(Check(second));
    }

    [Fact]
    public void Ring_on_disk_holds_no_key_in_clear()
    {
        using var process = Process();
        Protector(process).Protect("session");
        var key = Assert.Single(process.GetRequiredService<IKeyManager>().GetAllKeys());
        var material = ((AuthenticatedEncryptorDescriptor)key.Descriptor).ExportToXml().SerializedDescriptorElement.Descendants("masterKey").Single().Value.Trim();
        Assert.True(Convert.FromBase64String(material).Length >= 32);

        var file = File.ReadAllText(RingFile());
        Assert.DoesNotContain(material, file, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", file, StringComparison.Ordinal);
        Assert.Equal("trustSealed", XDocument.Parse(file).Root?.Name.LocalName);
    }

    [Fact]
    public void Ring_of_one_installation_is_refused_by_another()
    {
        using var process = Process();
        var payload = Protector(process).Protect("session");
        KeyFiles.Write(KeysAt("other"), KeyPurpose.KeyRing, KeyAlgorithm.Symmetric256, password: KeyFiles.OtherPassword);
        using var other = Process("other", KeyFiles.OtherPassword);
        Assert.Contains("key ring", Assert.Single(Check(other)).Setting, StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => Protector(other).Unprotect(payload));
        using var wrong = Process("keys", KeyFiles.OtherPassword);
        Assert.Single(Check(wrong));
    }

    [Fact]
    public void Changed_ring_is_refused()
    {
        using (var process = Process())
        {
            Protector(process).Protect("session");
        }

        var file = RingFile();
        var good = XDocument.Load(file);
        var bytes = Convert.FromBase64String(good.Root!.Value);
        bytes[^1] ^= 1;
        AssertRefused(file, new XElement(good.Root.Name, good.Root.Attribute("keyId"), Convert.ToBase64String(bytes)));
        AssertRefused(file, new XElement(good.Root.Name, good.Root.Attribute("keyId"), "not base64 !"));
        AssertRefused(file, new XElement(good.Root.Name, good.Root.Attribute("keyId"), ""));
        AssertRefused(file, new XElement(good.Root.Name, new XAttribute("keyId", new string('0', 32)), good.Root.Value));
        AssertRefused(file, new XElement(good.Root.Name, good.Root.Value));
        good.Save(file);
        using var back = Process();
        Assert.Empty(Check(back));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Key_planted_in_the_ring_is_refused(bool disguised)
    {
        // An attacker who can write the folder, but has no master key, makes a ring of their own and adds its file to ours.
        var evil = folder.At("evil");
        using var attacker = new ServiceCollection().AddLogging().AddDataProtection().SetApplicationName("Trust").PersistKeysToFileSystem(new DirectoryInfo(evil)).Services.BuildServiceProvider();
        var forged = Protector(attacker).Protect("session of an administrator");
        var planted = XDocument.Load(Directory.GetFiles(evil).Single());
        if (disguised)
        {
            var secret = planted.Descendants("masterKey").Single();
            XNamespace space = "http://schemas.asp.net/2015/03/dataProtection";
            secret.ReplaceWith(new XElement(
                space + "encryptedSecret",
                new XAttribute("decryptorType", typeof(Microsoft.AspNetCore.DataProtection.XmlEncryption.NullXmlDecryptor).AssemblyQualifiedName!),
                new XElement("unencryptedKey", new XElement(secret))));
        }

        Directory.CreateDirectory(folder.At("data", "key-ring"));
        planted.Save(folder.At("data", "key-ring", Path.GetFileName(Directory.GetFiles(evil).Single())));
        using var process = Process();
        Assert.Contains("no installation sealed", Assert.Single(Check(process)).Sentence, StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => Protector(process).Unprotect(forged));
    }

    [Fact]
    public void Payload_of_another_purpose_is_refused()
    {
        using var process = Process();
        Assert.Throws<CryptographicException>(() => Protector(process, "antiforgery").Unprotect(Protector(process, "session").Protect("x")));
    }

    public void Dispose() => folder.Dispose();

    private void AssertRefused(string file, XElement content)
    {
        new XDocument(content).Save(file);
        using var process = Process();
        Assert.Equal("key ring", Assert.Single(Check(process)).Setting);
    }

    private static IDataProtector Protector(IServiceProvider process, string purpose = "session") => process.GetRequiredService<IDataProtectionProvider>().CreateProtector(purpose);

    private static IReadOnlyList<StartupFault> Check(IServiceProvider process)
    {
        var report = new StartupReport();
        new KeyRingCheck(process.GetRequiredService<IKeyManager>()).CheckAsync(report, CancellationToken.None).GetAwaiter().GetResult();
        return report.Faults;
    }

    private ServiceProvider Process(string keys = "keys", string password = KeyFiles.Password)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(_ => KeyFiles.Open(KeysAt(keys), password));
        services.AddKeyRing(new DatabaseOptions(), new RootOptions { DataDirectory = folder.At("data") });
        return services.BuildServiceProvider();
    }

    private string KeysAt(string name) => folder.At(name);

    private string RingFile() => Assert.Single(Directory.GetFiles(folder.At("data", "key-ring"), "*.xml"));
}
