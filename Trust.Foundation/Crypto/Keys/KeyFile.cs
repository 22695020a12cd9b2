using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Trust.Crypto.Keys;

/// <summary>
/// A key as PEM text <c>ENCRYPTED PRIVATE KEY</c> (RFC 7468 section 11): PKCS#8 under PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC,
/// which <c>openssl pkcs8</c> opens. Reading and writing the file itself is the host's work.
/// </summary>
public static class KeyFile
{
    /// <summary>Label of the PEM text.</summary>
    public const string Label = "ENCRYPTED PRIVATE KEY";

    /// <summary>PBKDF2 iterations unless stated otherwise: about a tenth of a second.</summary>
    public const int DefaultIterations = 200_000;

    // The largest key, RSA of 3072 bits, takes 2.6 KiB.
    private const int MaxPemLength = 16384;

    /// <summary>Writes a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="password">Its password, as UTF-8; at least one character.</param>
    /// <param name="iterations">PBKDF2 iterations, 1,000 to 10,000,000.</param>
    /// <returns>PEM text with lines of 64 characters and a newline at the end.</returns>
    /// <exception cref="ArgumentException">No password, or iterations out of range.</exception>
    public static string Write(KeyMaterial key, ReadOnlySpan<char> password, int iterations = DefaultIterations)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (password.IsEmpty)
        {
            throw new ArgumentException("A key file needs a password.", nameof(password));
        }

        if (iterations is < 1000 or > Pbes2.MaxIterations)
        {
            throw new ArgumentException("PBKDF2 iterations lie between 1,000 and 10,000,000.", nameof(iterations));
        }

        var bytes = PasswordBytes(password);
        var pkcs8 = key.ToPkcs8();
        try
        {
            return PemEncoding.WriteString(Label, Pbes2.Encrypt(pkcs8, bytes, iterations)) + "\n";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Reads a key.</summary>
    /// <param name="pem">PEM text with one <c>ENCRYPTED PRIVATE KEY</c>, at most 16 KiB.</param>
    /// <param name="password">Its password.</param>
    /// <param name="key">The key, or null.</param>
    /// <returns>False for another password, another encryption than the one written here, an unknown kind of key, or broken text.</returns>
    public static bool TryRead(ReadOnlySpan<char> pem, ReadOnlySpan<char> password, [NotNullWhen(true)] out KeyMaterial? key)
    {
        key = null;
        if (pem.Length > MaxPemLength || !PemEncoding.TryFind(pem, out var fields) || !pem[fields.Label].SequenceEqual(Label))
        {
            return false;
        }

        var encrypted = new byte[fields.DecodedDataLength];
        var pkcs8 = Array.Empty<byte>();
        var bytes = PasswordBytes(password);
        try
        {
            return Convert.TryFromBase64Chars(pem[fields.Base64Data], encrypted, out var length)
                && Pbes2.TryDecrypt(encrypted.AsMemory(0, length), bytes, out pkcs8)
                && KeyMaterial.TryFromPkcs8(pkcs8, out key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static byte[] PasswordBytes(ReadOnlySpan<char> password)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(password)];
        Encoding.UTF8.GetBytes(password, bytes);
        return bytes;
    }
}
