namespace Trust.Documents.Packaging;

/// <summary>Compares names with each other, local headers with the directory, and the bytes of the file with what the directory accounts for.</summary>
internal static class ZipChecks
{
    public static void Names(OfdPackage package, List<PackageEntry> entries)
    {
        var exact = new HashSet<string>(StringComparer.Ordinal);
        var folded = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var name = entry.Name;
            if (ZipNames.Judge(name) is { } finding)
            {
                package.Report(finding);
            }

            if (ZipNames.SecondName(entry.Record.Extra.Span, name) is { } second)
            {
                package.Report(new(PackageFindings.SecondName, name, $"An extra field names the entry {second}."));
            }

            if (entry.Record.MadeBy >> 8 == 3 && (entry.Record.Attributes >> 28) == 0xA)
            {
                package.Report(new(PackageFindings.UnusualName, name, "The entry is a symbolic link."));
            }

            if (entry.IsDirectory && entry.Size > 0)
            {
                package.Report(new(PackageFindings.UnusualName, name, "A folder with content."));
            }

            if (!exact.Add(name))
            {
                package.Report(new(PackageFindings.DuplicateName, name, "The directory lists this name twice."));
            }
            else if (!folded.TryAdd(ZipNames.Fold(name), name))
            {
                package.Report(new(PackageFindings.EqualNames, name, $"Some readers take this name for {folded[ZipNames.Fold(name)]}."));
            }
        }
    }

    /// <summary>Gives every readable entry its packed bytes. False when the deadline passed.</summary>
    public static bool Layout(OfdPackage package, List<PackageEntry> entries, int directoryStart, int shift)
    {
        var extents = new List<(long Start, long End, string Name)>(entries.Count);
        foreach (var entry in entries)
        {
            if (package.Deadline.Passed)
            {
                return false;
            }

            if (LocalHeader.TryPlace(package, entry, directoryStart, shift, out var start, out var end))
            {
                extents.Add((start, end, entry.Name));
            }
        }

        extents.Sort(static (left, right) => left.Start != right.Start ? left.Start.CompareTo(right.Start) : left.End.CompareTo(right.End));
        long reached = 0;
        foreach (var (start, end, name) in extents)
        {
            if (start > reached)
            {
                Between(package, reached, start);
            }
            else if (start < reached)
            {
                package.Report(new(PackageFindings.Overlap, name, "The entry shares bytes with the one before."));
            }

            reached = Math.Max(reached, end);
        }

        if (reached < directoryStart)
        {
            Between(package, reached, directoryStart);
        }
        else if (reached > directoryStart)
        {
            package.Report(new(PackageFindings.Overlap, null, "An entry reaches into the directory."));
        }

        return true;
    }

    private static void Between(OfdPackage package, long from, long to)
    {
        var gap = package.Bytes.Span[(int)from..(int)to];
        var at = gap.IndexOf("PK\x03\x04"u8);
        if (at >= 0)
        {
            package.Report(new(PackageFindings.UnlistedEntry, UnlistedName(gap[at..]), $"A local header at byte {from + at} that the directory does not list."));
        }
        else
        {
            package.Report(new(from == 0 ? PackageFindings.BytesBefore : PackageFindings.Gap, null, $"{to - from} bytes at {from} belong to no entry."));
        }

        if (at > 0 && from == 0)
        {
            package.Report(new(PackageFindings.BytesBefore, null, $"{at} bytes before the first local header."));
        }
    }

    private static string? UnlistedName(ReadOnlySpan<byte> header)
    {
        if (header.Length < ZipRecords.LocalLength)
        {
            return null;
        }

        var length = ZipRecords.U16(header, 26);
        return ZipRecords.LocalLength + length <= header.Length ? ZipNames.Decode(header.Slice(ZipRecords.LocalLength, length), out _) : null;
    }
}
