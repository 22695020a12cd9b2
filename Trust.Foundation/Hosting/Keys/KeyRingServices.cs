using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Trust.Hosting.Data;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Keys;

/// <summary>All processes of a node share one data-protection key ring.</summary>
internal static class KeyRingServices
{
    public static void AddKeyRing(this IServiceCollection services, DatabaseOptions database, RootOptions root)
    {
        services.AddTransient<KeyRingDecryptor>();
        services.AddSingleton<IXmlEncryptor, KeyRingEncryptor>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlEncryptor = new KeyRingEncryptor(provider.GetRequiredService<KeyFolder>())));
        services.AddSingleton<IPostConfigureOptions<KeyManagementOptions>>(provider => new PostConfigureOptions<KeyManagementOptions>(
            Options.DefaultName, options => options.XmlRepository = new SealedKeyRing(options.XmlRepository!, provider.GetRequiredService<KeyFolder>())));
        var protection = services.AddDataProtection().SetApplicationName("Trust");
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(root.DataDirectory, "key-ring")));
            return;
        }

        services.AddDbContext<KeyRingDbContext>(options => new TrustDatabase(database, root.DataDirectory).Configure(options, KeyRingDbContext.Schema));
        protection.PersistKeysToDbContext<KeyRingDbContext>();
    }
}
