using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Crypto.Keys;
using Trust.Hosting.Data;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Keys;

/// <summary>Encrypts the data-protection key ring with the key of purpose key-ring.</summary>
internal sealed class KeyRingEncryptor(KeyFolder keys) : IXmlEncryptor
{
    internal static readonly byte[] Purpose = "trust key ring"u8.ToArray();

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        using var key = keys.OpenSymmetricKey(KeyPurpose.KeyRing);
        var sealedBytes = key.Encrypt(System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)), Purpose);
        return new EncryptedXmlInfo(
            new XElement("trustSealed", new XAttribute("keyId", key.KeyId), Convert.ToBase64String(sealedBytes)), typeof(KeyRingDecryptor));
    }
}

/// <summary>Opens what <see cref="KeyRingEncryptor"/> sealed; made by data protection itself.</summary>
/// <param name="services">Services of the process.</param>
internal sealed class KeyRingDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var keyId = (string?)encryptedElement.Attribute("keyId") ?? "";
        using var key = services.GetRequiredService<KeyFolder>().FindSymmetricKey(KeyPurpose.KeyRing, keyId)
            ?? throw new KeyMissingException($"The key ring is sealed with key {keyId}, which is not in the key folder.");
        return key.TryDecrypt(Convert.FromBase64String(encryptedElement.Value), KeyRingEncryptor.Purpose, out var plaintext)
            ? XElement.Parse(System.Text.Encoding.UTF8.GetString(plaintext))
            : throw new KeyMissingException("The key ring was changed, or sealed with another key.");
    }
}

/// <summary>Key ring as a table in the schema <c>hosting</c>; PostgreSQL only, a folder serves SQLite.</summary>
/// <param name="options">Connection.</param>
internal sealed class KeyRingDbContext(DbContextOptions<KeyRingDbContext> options) : DbContext(options), IDataProtectionKeyContext
{
    public const string Schema = "hosting";

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.HasDefaultSchema(Schema);
}

internal sealed class KeyRingDesign() : ModuleDesignTimeFactory<KeyRingDbContext>(KeyRingDbContext.Schema, DatabaseProvider.Postgres, options => new(options));

/// <summary>A process that cannot reach the key ring does not start.</summary>
internal sealed class KeyRingCheck(IKeyManager ring) : IStartupCheck
{
    public Task CheckAsync(StartupReport report, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var key in ring.GetAllKeys().Where(key => !key.IsRevoked))
            {
                // Opens the key: a ring sealed by another installation is found here, not at the first form.
                _ = key.CreateEncryptor();
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            report.Add("key ring", $"cannot be opened: {exception.GetBaseException().Message}");
        }

        return Task.CompletedTask;
    }
}
