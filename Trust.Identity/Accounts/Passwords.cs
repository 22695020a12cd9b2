using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Trust.Identity.Accounts;

/// <summary>
/// Hashes passwords: PBKDF2-HMAC-SHA-512 with 210,000 rounds, in ASP.NET Core Identity's versioned format. Where there is nothing to compare with, a hash that nothing
/// fits costs the same time.
/// </summary>
internal sealed class Passwords(IPasswordHasher<AccountRecord> hasher) : IDisposable
{
    public const int Rounds = 210_000;

    // Some 0.1 s of computing each: more at once than there are processors would only make all of them slow.
    private readonly SemaphoreSlim processors = new(Environment.ProcessorCount);
    private readonly string nobodys = HashThatNothingFits();

    public static PasswordHasher<AccountRecord> Hasher() =>
        new(Options.Create(new PasswordHasherOptions { CompatibilityMode = PasswordHasherCompatibilityMode.IdentityV3, IterationCount = Rounds }));

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        ComputeAsync(() => hasher.HashPassword(null!, Normalize(password)), cancellationToken);

    /// <summary>Compares once, whatever happens.</summary>
    /// <param name="hash">Stored hash, or null for an account that does not exist or has none.</param>
    /// <param name="password">As typed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns><see cref="PasswordVerificationResult.SuccessRehashNeeded"/> for a right one whose parameters are old.</returns>
    public async Task<PasswordVerificationResult> VerifyAsync(string? hash, string password, CancellationToken cancellationToken)
    {
        var result = await ComputeAsync(() => hasher.VerifyHashedPassword(null!, hash ?? nobodys, Normalize(password)), cancellationToken);
        return hash is null ? PasswordVerificationResult.Failed : result;
    }

    /// <summary>The same password from any keyboard: full-width letters of an input method are the letters (NIST SP 800-63B section 3.1.1.2).</summary>
    public static string Normalize(string password)
    {
        try
        {
            return password.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair: no keyboard types it.
            return password;
        }
    }

    public void Dispose() => processors.Dispose();

    private async Task<T> ComputeAsync<T>(Func<T> compute, CancellationToken cancellationToken)
    {
        await processors.WaitAsync(cancellationToken);
        try
        {
            return compute();
        }
        finally
        {
            processors.Release();
        }
    }

    // Format V3: marker, pseudo-random function (2 is HMAC-SHA-512), rounds, length of the salt, salt, key.
    private static string HashThatNothingFits()
    {
        var bytes = new byte[1 + 12 + 16 + 32];
        bytes[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), 2);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(5), Rounds);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(9), 16);
        RandomNumberGenerator.Fill(bytes.AsSpan(13));
        return Convert.ToBase64String(bytes);
    }
}
