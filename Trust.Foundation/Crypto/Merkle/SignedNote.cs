using System.Diagnostics.CodeAnalysis;
using System.Text;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Merkle;

/// <summary>
/// A signed text (C2SP signed-note): the text, an empty line, and a line <c>— name base64(key id || signature)</c> for each signer. That specification knows Ed25519;
/// here the signature is SM2 with SM3 (GB/T 32918.2, r || s, 64 bytes, usual user identifier) under the type byte 0xff for private algorithms, named
/// <see cref="Algorithm"/>.
/// </summary>
public sealed class SignedNote
{
    /// <summary>Name of the private signature type; part of the key id.</summary>
    public const string Algorithm = "sm2-sm3";

    /// <summary>Longest note that is read, in bytes.</summary>
    public const int LargestNote = 16 * 1024;

    private const byte PrivateType = 0xFF;
    private const int IdSize = 4;
    private const int MostSignatures = 16;
    private const string LineStart = "— ";

    private readonly IReadOnlyList<(string Name, byte[] KeyIdAndSignature)> _signatures;

    private SignedNote(string text, IReadOnlyList<(string Name, byte[] KeyIdAndSignature)> signatures)
    {
        Text = text;
        _signatures = signatures;
    }

    /// <summary>What is signed, with its last line feed. Worth nothing until <see cref="IsSignedBy"/> says so.</summary>
    public string Text { get; }

    /// <summary>Signs a text.</summary>
    /// <param name="text">Ends with a line feed, holds no empty line.</param>
    /// <param name="name">Name of the signer; see <see cref="LogCheckpoint.IsOrigin"/>.</param>
    /// <param name="key">SM2 key.</param>
    /// <returns>The note.</returns>
    /// <exception cref="ArgumentException">Text, name or key does not fit.</exception>
    public static string Sign(string text, string name, ISigningKey key)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(key);
        if (!text.EndsWith('\n') || text.Contains("\n\n", StringComparison.Ordinal) || !LogCheckpoint.IsOrigin(name) || key.Algorithm != KeyAlgorithm.Sm2)
        {
            throw new ArgumentException("A note needs lines of text, a name and an SM2 key.");
        }

        byte[] value = [.. KeyId(name, key.SubjectPublicKeyInfo.Span), .. key.Sign(Encoding.UTF8.GetBytes(text), SignatureFormat.Raw)];
        return $"{text}\n{LineStart}{name} {Convert.ToBase64String(value)}\n";
    }

    /// <summary>Reads a note; no signature is checked.</summary>
    /// <param name="note">UTF-8.</param>
    /// <param name="read">The note when the bytes are one.</param>
    public static bool TryRead(ReadOnlySpan<byte> note, [NotNullWhen(true)] out SignedNote? read)
    {
        read = null;
        if (note.Length > LargestNote || !TryDecode(note, out var whole) || whole.IndexOf("\n\n", StringComparison.Ordinal) is var end && end < 0 || end + 3 > whole.Length || !whole.EndsWith('\n'))
        {
            return false;
        }

        var lines = whole[(end + 2)..^1].Split('\n');
        var signatures = new List<(string Name, byte[] KeyIdAndSignature)>();
        foreach (var line in lines)
        {
            if (signatures.Count == MostSignatures || !TryReadLine(line, out var signature))
            {
                return false;
            }

            signatures.Add(signature);
        }

        read = new SignedNote(whole[..(end + 1)], signatures);
        return true;
    }

    /// <summary>Whether one of the signatures is that of a key under a name.</summary>
    /// <param name="name">Name of the signer.</param>
    /// <param name="subjectPublicKeyInfo">SM2 public key, DER.</param>
    public bool IsSignedBy(string name, ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        if (!Sm2PublicKey.TryFromSubjectPublicKeyInfo(subjectPublicKeyInfo, out var key))
        {
            return false;
        }

        var id = KeyId(name, subjectPublicKeyInfo);
        var text = Encoding.UTF8.GetBytes(Text);
        foreach (var (_, value) in _signatures.Where(signature => signature.Name == name && signature.KeyIdAndSignature.AsSpan(0, IdSize).SequenceEqual(id)))
        {
            if (key.Verify(text, value.AsSpan(IdSize), SignatureFormat.Raw))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Key id of a signer: the first 4 bytes of SM3 over name, line feed, 0xff, algorithm, line feed and public key.</summary>
    /// <param name="name">Name of the signer.</param>
    /// <param name="subjectPublicKeyInfo">SM2 public key, DER.</param>
    public static byte[] KeyId(string name, ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Sm3.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', PrivateType, .. Encoding.ASCII.GetBytes(Algorithm), (byte)'\n', .. subjectPublicKeyInfo])[..IdSize];
    }

    private static bool TryDecode(ReadOnlySpan<byte> note, out string text)
    {
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(note);
            return !text.Any(character => character < ' ' && character != '\n');
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    private static bool TryReadLine(string line, out (string Name, byte[] KeyIdAndSignature) signature)
    {
        signature = default;
        if (!line.StartsWith(LineStart, StringComparison.Ordinal) || line[LineStart.Length..].Split(' ') is not [var name, var value] || !LogCheckpoint.IsOrigin(name))
        {
            return false;
        }

        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var written) || written <= IdSize || Convert.ToBase64String(bytes, 0, written) != value)
        {
            return false;
        }

        signature = (name, bytes[..written]);
        return true;
    }
}
