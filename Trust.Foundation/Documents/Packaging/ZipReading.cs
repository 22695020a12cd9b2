namespace Trust.Documents.Packaging;

/// <summary>Reads the end record and the central directory. Faults stop; everything else becomes a finding.</summary>
internal static class ZipReading
{
    public static DocumentFault? Read(OfdPackage package)
    {
        var file = package.Bytes;
        if (file.IsEmpty)
        {
            return new(DocumentFaults.Empty, "The file is empty.");
        }

        if (file.Length > package.Limits.MaxFileBytes)
        {
            return new(DocumentFaults.TooLarge, $"The file has {file.Length} bytes; {package.Limits.MaxFileBytes} are allowed.");
        }

        if (FindEnd(package) is not { } end)
        {
            return ZipRecords.IsAt(file.Span, 0, ZipRecords.LocalSignature)
                ? new(DocumentFaults.Truncated, "The container has no end record.")
                : new(DocumentFaults.NotAZip, "The file is no ZIP container.");
        }

        if (end.Disk != 0 || end.DirectoryDisk != 0 || end.Entries == ushort.MaxValue || end.DirectorySize == uint.MaxValue || end.DirectoryOffset == uint.MaxValue
            || ZipRecords.IsAt(file.Span, end.At - 20, ZipRecords.Zip64LocatorSignature))
        {
            return new(DocumentFaults.ZipUnsupported, "ZIP64 and multi-disk containers are not read.");
        }

        if (end.Entries > package.Limits.MaxEntries)
        {
            return new(DocumentFaults.TooManyEntries, $"The container has {end.Entries} entries; {package.Limits.MaxEntries} are allowed.");
        }

        if (!TryPlaceDirectory(package, end, out var start, out var shift))
        {
            return new(DocumentFaults.ZipDamaged, "The directory is not where the end record says.");
        }

        return ReadDirectory(package, end, start, out var records)
            ?? CheckSizes(package, records)
            ?? Accept(package, records, start, shift);
    }

    private static EndRecord? FindEnd(OfdPackage package)
    {
        var file = package.Bytes.Span;
        EndRecord? found = null;
        var limit = file.Length - ZipRecords.EndLength;
        for (var tries = 0; tries < 64 && limit >= 0; tries++)
        {
            var at = file[..(limit + 4)].LastIndexOf("PK\x05\x06"u8);
            if (at < 0)
            {
                break;
            }

            limit = at - 1;
            var candidate = EndRecord.Read(file, at);
            if (candidate.End > file.Length || candidate.DirectorySize > at)
            {
                continue;
            }

            if (found is null)
            {
                found = candidate;
            }
            else if (ZipRecords.IsAt(file, at - candidate.DirectorySize, ZipRecords.DirectorySignature))
            {
                package.Report(new(PackageFindings.DirectoryAmbiguous, null, $"A second end record lies at byte {at}."));
                break;
            }
        }

        if (found is { } end)
        {
            if (end.End < file.Length)
            {
                package.Report(new(PackageFindings.BytesAfter, null, $"{file.Length - end.End} bytes after the end record."));
            }

            if (end.CommentLength > 0)
            {
                package.Report(new(PackageFindings.Comment, null, $"An archive comment of {end.CommentLength} bytes."));
            }
        }

        return found;
    }

    /// <summary>
    /// Where the directory begins, and by how much all offsets are to be shifted: bytes put before a finished container move everything. Directly before the end
    /// record is the place most readers look at; the declared offset counts only when nothing is there.
    /// </summary>
    private static bool TryPlaceDirectory(OfdPackage package, EndRecord end, out int start, out int shift)
    {
        var file = package.Bytes.Span;
        long before = end.At - end.DirectorySize, declared = end.DirectoryOffset;
        start = (int)before;
        shift = 0;
        if (before == declared)
        {
            return true;
        }

        var there = ZipRecords.IsAt(file, before, ZipRecords.DirectorySignature);
        var declaredHolds = declared + end.DirectorySize <= end.At && ZipRecords.IsAt(file, declared, ZipRecords.DirectorySignature);
        if (there && declaredHolds)
        {
            package.Report(new(PackageFindings.DirectoryAmbiguous, null, "A directory lies at the declared place and another before the end record."));
        }

        if (there && before > declared)
        {
            shift = (int)(before - declared);
            return true;
        }

        start = (int)Math.Min(declared, int.MaxValue);
        return declaredHolds;
    }

    private static DocumentFault? ReadDirectory(OfdPackage package, EndRecord end, int start, out List<DirectoryRecord> records)
    {
        records = [];
        var at = start;
        var stop = start + (int)end.DirectorySize;
        while (at < stop)
        {
            var length = DirectoryRecord.TryRead(package.Bytes, at, stop, out var record);
            if (length == 0)
            {
                return new(DocumentFaults.ZipDamaged, $"The directory breaks off at byte {at}.");
            }

            uint size = record.Size, packedSize = record.PackedSize, offset = record.LocalOffset;
            if (!Zip64Field.TryApply(record.Extra.Span, ref size, ref packedSize, ref offset))
            {
                return new(DocumentFaults.ZipUnsupported, "An entry beyond 4 GiB, or one that lacks its ZIP64 sizes.");
            }

            records.Add(record with { Size = size, PackedSize = packedSize, LocalOffset = offset });
            if (records.Count > package.Limits.MaxEntries)
            {
                return new(DocumentFaults.TooManyEntries, $"The directory has more than {package.Limits.MaxEntries} entries.");
            }

            at += length;
        }

        if (records.Count != end.Entries)
        {
            package.Report(new(PackageFindings.DirectoryAmbiguous, null, $"The end record counts {end.Entries} entries, the directory holds {records.Count}."));
        }

        if (stop < end.At)
        {
            package.Report(new(PackageFindings.Gap, null, $"{end.At - stop} bytes between directory and end record."));
        }

        return null;
    }

    private static DocumentFault? CheckSizes(OfdPackage package, List<DirectoryRecord> records)
    {
        var limits = package.Limits;
        long all = 0;
        foreach (var record in records)
        {
            all += record.Size;
            if (record.Size > limits.RatioFloorBytes && record.Size > (long)limits.MaxRatio * Math.Max(1, record.PackedSize))
            {
                return new(DocumentFaults.Ratio, $"An entry unpacks to more than {limits.MaxRatio} times its size.");
            }
        }

        return all > limits.MaxUnpackedBytes ? new(DocumentFaults.UnpackedTooLarge, $"The entries unpack to {all} bytes; {limits.MaxUnpackedBytes} are allowed.")
            : all > limits.RatioFloorBytes && all > (long)limits.MaxRatio * package.Bytes.Length ? new(DocumentFaults.Ratio, $"The file unpacks to more than {limits.MaxRatio} times its size.")
            : null;
    }

    private static DocumentFault? Accept(OfdPackage package, List<DirectoryRecord> records, int directoryStart, int shift)
    {
        var entries = new List<PackageEntry>(records.Count);
        foreach (var record in records)
        {
            var name = ZipNames.Decode(record.Name.Span, out var fallback);
            if (fallback)
            {
                package.Report(new(PackageFindings.NameEncoding, name, "The name is not UTF-8; read as GB 18030."));
            }

            entries.Add(new(package, name, record));
        }

        ZipChecks.Names(package, entries);
        if (!ZipChecks.Layout(package, entries, directoryStart, shift))
        {
            return new(DocumentFaults.Time, "The time for this file is used up.");
        }

        package.Take(entries);
        return null;
    }
}
