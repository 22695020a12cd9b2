using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace Trust.Identity.Oidc;

/// <summary>
/// Client secrets are generated with 256 bits, so a salted hash is as good as a slow one, which would cost milliseconds at every token call. A disabled application is
/// unknown to every endpoint.
/// </summary>
internal sealed class ApplicationManager(
    IOpenIddictApplicationCache<ApplicationRecord> cache, ILogger<OpenIddictApplicationManager<ApplicationRecord>> logger, IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<ApplicationRecord> store) : OpenIddictApplicationManager<ApplicationRecord>(cache, logger, options, store)
{
    // First part of a stored secret: the way it was made.
    private const string Version = "v1";
    private const int SaltBytes = 16;

    public override async ValueTask<ApplicationRecord?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken = default) =>
        await base.FindByClientIdAsync(identifier, cancellationToken) is { DisabledAt: null } application ? application : null;

    /// <summary>A secret of 256 random bits, 43 characters.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    protected override ValueTask<string> ObfuscateClientSecretAsync(string secret, CancellationToken cancellationToken = default)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new($"{Version}.{Base64Url.EncodeToString(salt)}.{Base64Url.EncodeToString(HashOf(salt, secret))}");
    }

    protected override ValueTask<bool> ValidateClientSecretAsync(string secret, string comparand, CancellationToken cancellationToken = default) =>
        new(comparand.Split('.') is [Version, var salt, var hash]
            && CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(hash), HashOf(Base64Url.DecodeFromChars(salt), secret)));

    private static byte[] HashOf(byte[] salt, string secret) => HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(secret));
}
