using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Trust.Crypto;

/// <summary>Reads a whole encoded structure that somebody else made: bounded, copied, and without an exception past this point.</summary>
internal static class EncodedStructure
{
    /// <summary>Reads a structure over a copy of its bytes.</summary>
    /// <param name="encoded">The bytes.</param>
    /// <param name="maxSizeInBytes">More than this is not read.</param>
    /// <param name="read">Reads the copy; what it throws for malformed bytes is <see cref="AsnContentException"/> or <see cref="CryptographicException"/>.</param>
    /// <param name="structure">The structure, or null.</param>
    internal static bool TryParse<T>(ReadOnlySpan<byte> encoded, int maxSizeInBytes, Func<ReadOnlyMemory<byte>, T> read, [NotNullWhen(true)] out T? structure)
        where T : class
    {
        structure = null;
        if (encoded.Length > maxSizeInBytes)
        {
            return false;
        }

        try
        {
            structure = read(encoded.ToArray());
            return true;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return false;
        }
    }
}
