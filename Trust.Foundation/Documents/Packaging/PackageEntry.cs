using System.Diagnostics.CodeAnalysis;

namespace Trust.Documents.Packaging;

/// <summary>One entry of the directory. Unpacked when first read; the bytes handed out are those that digests are taken over.</summary>
public sealed class PackageEntry
{
    private readonly OfdPackage _package;
    private ReadOnlyMemory<byte>? _cached;
    private bool _failed;

    internal PackageEntry(OfdPackage package, string name, DirectoryRecord record)
    {
        _package = package;
        Name = name;
        Record = record;
    }

    /// <summary>The name as decoded, without any other change.</summary>
    public string Name { get; }

    /// <summary>Unpacked size by the directory, bytes.</summary>
    public long Size => Record.Size;

    /// <summary>Packed size by the directory, bytes.</summary>
    public long PackedSize => Record.PackedSize;

    /// <summary>True for an entry whose name ends with a slash.</summary>
    public bool IsDirectory => Name.EndsWith('/');

    /// <summary>True when the entry is stored without compression.</summary>
    public bool IsStored => Record.Method == 0;

    /// <summary>False for what is never read: encrypted, of another method, escaping, or without a local header.</summary>
    public bool IsReadable => !_failed && Data is not null;

    internal DirectoryRecord Record { get; }

    /// <summary>Packed bytes, null when the entry may not be read.</summary>
    internal ReadOnlyMemory<byte>? Data { get; set; }

    /// <summary>
    /// The unpacked bytes, checked against size and CRC-32 of the directory. False when the entry is not readable, damaged, larger than
    /// <see cref="DocumentLimits.MaxEntryBytes"/>, or the deadline has passed.
    /// </summary>
    public bool TryRead(out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        if (_cached is { } cached)
        {
            bytes = cached;
            return true;
        }

        if (!IsReadable || Size > _package.Limits.MaxEntryBytes)
        {
            return false;
        }

        if (IsStored)
        {
            return Check(EntryUnpacking.CheckStored(this, _package.Deadline)) && (_cached = bytes = Data!.Value) is not null;
        }

        var buffer = new byte[Size];
        var at = 0;
        if (!Check(EntryUnpacking.Stream(this, _package.Deadline, part =>
            {
                part.CopyTo(buffer.AsSpan(at));
                at += part.Length;
            })))
        {
            return false;
        }

        bytes = buffer;
        if (_package.MayCache(buffer.Length))
        {
            _cached = bytes;
        }

        return true;
    }

    /// <summary>
    /// Hands the unpacked bytes over piece by piece without keeping them, for digests of large entries. False as with <see cref="TryRead"/>; whatever was handed
    /// over until then must be thrown away.
    /// </summary>
    public bool TryStream([NotNull] PackageBytes sink)
    {
        if (_cached is { } cached)
        {
            sink(cached.Span);
            return true;
        }

        return IsReadable && Check(EntryUnpacking.Stream(this, _package.Deadline, sink));
    }

    private bool Check(string? fault)
    {
        if (fault is null)
        {
            return true;
        }

        if (!_package.Deadline.Passed)
        {
            _failed = true;
            _package.Report(new(PackageFindings.Damaged, Name, fault));
        }

        return false;
    }
}

/// <summary>Takes the next piece of an entry's bytes.</summary>
/// <param name="bytes">Valid only during the call.</param>
public delegate void PackageBytes(ReadOnlySpan<byte> bytes);
