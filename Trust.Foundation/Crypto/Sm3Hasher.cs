using System.Security.Cryptography;

namespace Trust.Crypto;

/// <summary>SM3 (GB/T 32905-2016) over a message that arrives in pieces. Not safe for use by two threads at once.</summary>
public sealed class Sm3Hasher : IDisposable
{
    private readonly uint[] _state = new uint[Sm3Block.StateWords];
    private readonly byte[] _tail = new byte[Sm3Block.Size];
    private int _tailLength;
    private ulong _totalBytes;

    /// <summary>A hasher without any message yet.</summary>
    public Sm3Hasher() => Sm3Block.Start(_state);

    /// <summary>Adds the next piece of the message.</summary>
    /// <param name="data">Any length, also none.</param>
    public void Append(ReadOnlySpan<byte> data)
    {
        _totalBytes += (ulong)data.Length;
        if (_tailLength > 0)
        {
            var take = Math.Min(Sm3Block.Size - _tailLength, data.Length);
            data[..take].CopyTo(_tail.AsSpan(_tailLength));
            _tailLength += take;
            data = data[take..];
            if (_tailLength < Sm3Block.Size)
            {
                return;
            }

            Sm3Block.Compress(_state, _tail);
        }

        var whole = data.Length / Sm3Block.Size * Sm3Block.Size;
        Sm3Block.Compress(_state, data[..whole]);
        data[whole..].CopyTo(_tail);
        _tailLength = data.Length - whole;
    }

    /// <summary>A second hasher that has taken what this one has (midstate): what many messages begin with is hashed once.</summary>
    public Sm3Hasher Clone()
    {
        var clone = new Sm3Hasher { _tailLength = _tailLength, _totalBytes = _totalBytes };
        _state.CopyTo(clone._state, 0);
        _tail.CopyTo(clone._tail, 0);
        return clone;
    }

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

        Sm3Block.Finish(_state, _tail.AsSpan(0, _tailLength), _totalBytes, hash);
        Reset();
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
    public void Dispose() => Reset();

    private void Reset()
    {
        CryptographicOperations.ZeroMemory(_tail);
        _tailLength = 0;
        _totalBytes = 0;
        Sm3Block.Start(_state);
    }
}
