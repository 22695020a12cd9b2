using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Data;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Keys;

/// <summary>Encrypts the data-protection key ring with the key of purpose key-ring.</summary>
internal sealed class KeyRingEncryptor(KeyFolder keys) : IXmlEncryptor
{
    private static readonly byte[] Purpose = "trust key ring"u8.ToArray();

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(KeyRingSeal.Close(keys, plaintextElement, Purpose), typeof(KeyRingDecryptor));

    internal static XElement Decrypt(KeyFolder keys, XElement encryptedElement) => KeyRingSeal.Open(keys, encryptedElement, Purpose);
}

/// <summary>Opens what <see cref="KeyRingEncryptor"/> sealed; made by data protection itself.</summary>
/// <param name="services">Services of the process.</param>
internal sealed class KeyRingDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => KeyRingEncryptor.Decrypt(services.GetRequiredService<KeyFolder>(), encryptedElement);
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
