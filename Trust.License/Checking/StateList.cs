using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trust.Crypto;
using Trust.Crypto.Keys;
using Trust.Crypto.Merkle;
using Trust.License.States;

namespace Trust.License.Checking;

/// <summary>State of a version that is not in force.</summary>
/// <param name="State">One of <see cref="StateNames"/>.</param>
/// <param name="CurrentVersion">For one that was replaced: the version that counts. Else 0.</param>
internal readonly record struct ListedState(string State, int CurrentVersion);

/// <summary>
/// Everything that is not in force, as a signed file for checking where the node cannot be asked. It holds salted digests: whoever has a licence finds it, and nobody reads from it
/// which there are. JSON: <c>content</c> (base64 of the inner JSON) and <c>signature</c> (base64, SM2 with SM3, DER, by the log's key over the prefix and the inner JSON). Entries are
/// 35 bytes each: SM3(salt ‖ identifier), state, current version (big-endian), ascending.
/// </summary>
internal sealed class StateList
{
    /// <summary>Name of the file in the folder <c>trust</c>, and that of the log's key beside it.</summary>
    public const string FileName = "licence-states.json";
    public const string KeyFileName = "log-key.der";

    /// <summary>Largest file that is read: room for a million entries.</summary>
    public const int LargestFile = 96 * 1024 * 1024;

    private const int FormatVersion = 1;
    private const int SaltSize = 16;
    private const int DigestSize = 32;
    private const int EntrySize = DigestSize + 3;
    private const int LastVersion = 999;

    // The places of the names are part of the format: new ones come behind.
    private static readonly string[] States =
    [
        StateNames.Annulled, StateNames.Cancelled, StateNames.Revoked, StateNames.Transferred, StateNames.Suspended, StateNames.Superseded, StateNames.Voided,
    ];

    // The log's key also signs checkpoints, which are lines of text without control characters: nothing that it signed for one purpose is anything for the other.
    private static readonly byte[] Prefix = "trust-licence-states-v1\0"u8.ToArray();

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = 4,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    private readonly byte[] salt;
    private readonly byte[] entries;

    private sealed record Envelope(byte[] Content, byte[] Signature);

    private sealed record Inner(int Version, string Origin, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, byte[] Salt, byte[] Entries);

    private StateList(Inner inner)
    {
        (Origin, IssuedAt, ExpiresAt) = (inner.Origin, inner.IssuedAt, inner.ExpiresAt);
        (salt, entries) = (inner.Salt, inner.Entries);
    }

    /// <summary>Name of the log whose key signed it.</summary>
    public string Origin { get; }

    public DateTimeOffset IssuedAt { get; }

    public DateTimeOffset ExpiresAt { get; }

    public int Count => entries.Length / EntrySize;

    /// <summary>Writes a list with a salt of its own, so that two lists cannot be laid side by side.</summary>
    /// <exception cref="ArgumentException">A state that is none of the list, or a version outside 0 to 999.</exception>
    public static byte[] Write(string origin, DateTimeOffset issuedAt, DateTimeOffset expiresAt, IReadOnlyCollection<(string Identifier, ListedState State)> states, ISigningKey key)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var rows = states.Zip(Sm3Batch.HashData([.. states.Select(entry => Salted(salt, entry.Identifier))]), (entry, digest) => Row(digest, entry.State)).ToArray();
        Array.Sort(rows, static (left, right) => left.AsSpan().SequenceCompareTo(right));
        var packed = new byte[rows.Length * EntrySize];
        for (var index = 0; index < rows.Length; index++)
        {
            rows[index].CopyTo(packed, index * EntrySize);
        }

        var content = JsonSerializer.SerializeToUtf8Bytes(new Inner(FormatVersion, origin, issuedAt, expiresAt, salt, packed), Json);
        return JsonSerializer.SerializeToUtf8Bytes(new Envelope(content, key.Sign((byte[])[.. Prefix, .. content])), Json);
    }

    /// <summary>Reads and checks a list. Whether it has expired, the caller asks.</summary>
    /// <param name="file">The file.</param>
    /// <param name="logKey">Public key that must have signed it, SubjectPublicKeyInfo.</param>
    /// <param name="list">The list, or null.</param>
    /// <param name="fault">Why not, one English sentence.</param>
    public static bool TryRead(ReadOnlySpan<byte> file, ReadOnlySpan<byte> logKey, [NotNullWhen(true)] out StateList? list, [NotNullWhen(false)] out string? fault)
    {
        list = null;
        if (file.Length > LargestFile)
        {
            fault = "The state list is too large.";
            return false;
        }

        try
        {
            if (JsonSerializer.Deserialize<Envelope>(file, Json) is not { Content: { } content, Signature: { } signature } || !IsSigned(content, signature, logKey))
            {
                fault = "The state list is not signed by the log's key.";
                return false;
            }

            list = JsonSerializer.Deserialize<Inner>(content, Json) is { } inner && IsSound(inner) ? new StateList(inner) : null;
            fault = list is null ? "The state list does not read, or is of an unknown version." : null;
        }
        catch (JsonException)
        {
            fault = "The state list is no JSON of the expected form.";
        }

        return fault is null;
    }

    /// <summary>What it says of an identifier; null where it is not listed.</summary>
    public ListedState? Find(string identifier)
    {
        var digest = Sm3.HashData(Salted(salt, identifier));
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var entry = Entry(entries, middle);
            var order = entry[..DigestSize].SequenceCompareTo(digest);
            if (order == 0)
            {
                return new ListedState(States[entry[DigestSize]], BinaryPrimitives.ReadUInt16BigEndian(entry[(DigestSize + 1)..]));
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    private static bool IsSigned(byte[] content, byte[] signature, ReadOnlySpan<byte> logKey) =>
        Sm2PublicKey.TryFromSubjectPublicKeyInfo(logKey, out var key) && key.Verify((byte[])[.. Prefix, .. content], signature);

    private static bool IsSound(Inner inner) => inner is { Version: FormatVersion, Salt.Length: SaltSize, Entries: not null } && LogCheckpoint.IsOrigin(inner.Origin)
        && inner.IssuedAt < inner.ExpiresAt && inner.Entries.Length % EntrySize == 0 && AreSound(inner.Entries);

    // Ascending and each digest once: else a search could answer one thing and a reader of the file another.
    private static bool AreSound(byte[] entries)
    {
        for (var index = 0; index < entries.Length / EntrySize; index++)
        {
            var entry = Entry(entries, index);
            var version = BinaryPrimitives.ReadUInt16BigEndian(entry[(DigestSize + 1)..]);
            if (entry[DigestSize] >= States.Length || version > LastVersion || (version == 0) == (States[entry[DigestSize]] == StateNames.Superseded)
                || (index > 0 && Entry(entries, index - 1)[..DigestSize].SequenceCompareTo(entry[..DigestSize]) >= 0))
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] Row(byte[] digest, ListedState state)
    {
        var row = new byte[EntrySize];
        digest.CopyTo(row, 0);
        var place = Array.IndexOf(States, state.State);
        if (place < 0 || state.CurrentVersion is < 0 or > LastVersion || (state.CurrentVersion == 0) == (state.State == StateNames.Superseded))
        {
            throw new ArgumentException($"{state.State} with version {state.CurrentVersion} is no entry of a state list.", nameof(state));
        }

        row[DigestSize] = (byte)place;
        BinaryPrimitives.WriteUInt16BigEndian(row.AsSpan(DigestSize + 1), (ushort)state.CurrentVersion);
        return row;
    }

    private static byte[] Salted(byte[] salt, string identifier) => [.. salt, .. Encoding.ASCII.GetBytes(identifier)];

    private static ReadOnlySpan<byte> Entry(byte[] entries, int index) => entries.AsSpan(index * EntrySize, EntrySize);
}
