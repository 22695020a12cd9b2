using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Keys;

/// <summary>All processes of a node share one data-protection key ring.</summary>
internal static class KeyRingServices
{
    public static void AddKeyRing(this IServiceCollection services, IConfiguration configuration, RootOptions root)
    {
        services.AddTransient<KeyRingDecryptor>();
        services.AddSingleton<IXmlEncryptor, KeyRingEncryptor>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlEncryptor = new KeyRingEncryptor(provider.GetRequiredService<KeyFolder>())));
        var protection = services.AddDataProtection().SetApplicationName("Trust");
        protection.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(root.DataDirectory, "key-ring")));
    }
}
