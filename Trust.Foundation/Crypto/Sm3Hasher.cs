using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;

namespace Trust.Crypto;

/// <summary>SM3 (GB/T 32905-2016) over a message that arrives in pieces. Not safe for use by two threads at once.</summary>
public sealed class Sm3Hasher : IDisposable
{
    private readonly SM3Digest _digest = new();

    /// <summary>Adds the next piece of the message.</summary>
    /// <param name="data">Any length, also none.</param>
    public void Append(ReadOnlySpan<byte> data) => _digest.BlockUpdate(data);

    /// <summary>Digest of everything appended; the hasher starts over.</summary>
    /// <returns>32 bytes.</returns>
    public byte[] GetHashAndReset()
    {
        var hash = new byte[Sm3.HashSizeInBytes];
        GetHashAndReset(hash);
        return hash;
    }

    /// <summary>Digest of everything appended, into a buffer; the hasher starts over.</summary>
    /// <param name="hash">Receives 32 bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="hash"/> is shorter than 32 bytes.</exception>
    public void GetHashAndReset(Span<byte> hash)
    {
        if (hash.Length < Sm3.HashSizeInBytes)
        {
            throw new ArgumentException("The buffer holds less than 32 bytes.", nameof(hash));
        }

        _digest.DoFinal(hash);
    }

    /// <summary>Digest of a stream, read to its end in pieces of 64 KiB.</summary>
    /// <param name="source">The stream; it is not closed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>32 bytes.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<byte[]> HashDataAsync(Stream source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var hasher = new Sm3Hasher();
        var buffer = new byte[65536];
        int read;
        while ((read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            hasher.Append(buffer.AsSpan(0, read));
        }

        CryptographicOperations.ZeroMemory(buffer);
        return hasher.GetHashAndReset();
    }

    /// <summary>Forgets what was appended.</summary>
    public void Dispose() => _digest.Reset();
}
