namespace Trust.Documents.Packaging;

/// <summary>Reads a local header and the data descriptor, and compares both with the directory.</summary>
internal static class LocalHeader
{
    // Bits 1 and 2 tell how hard the packer tried; they say nothing about the content.
    private const int ComparedFlags = ~0x0006;

    /// <summary>Finds the packed bytes and what the entry takes up in the file, descriptor included.</summary>
    public static bool TryPlace(OfdPackage package, PackageEntry entry, int directoryStart, int shift, out long start, out long end)
    {
        var file = package.Bytes.Span;
        var record = entry.Record;
        start = record.LocalOffset + (long)shift;
        end = start;
        if (start + ZipRecords.LocalLength > directoryStart || !ZipRecords.IsAt(file, start, ZipRecords.LocalSignature))
        {
            package.Report(new(PackageFindings.LocalHeaderMissing, entry.Name, $"No local header at byte {start}."));
            return false;
        }

        var at = (int)start;
        int nameLength = ZipRecords.U16(file, at + 26), extraLength = ZipRecords.U16(file, at + 28);
        var data = start + ZipRecords.LocalLength + nameLength + extraLength;
        end = data + record.PackedSize;
        if (end > directoryStart)
        {
            package.Report(new(PackageFindings.LocalHeaderMissing, entry.Name, "The packed bytes reach past the directory."));
            end = Math.Min(data, directoryStart);
            return true;
        }

        Compare(package, entry, file, at);
        if (ZipNames.SecondName(file.Slice(at + ZipRecords.LocalLength + nameLength, extraLength), entry.Name) is { } second)
        {
            package.Report(new(PackageFindings.SecondName, entry.Name, $"An extra field of the local header names the entry {second}."));
        }

        if ((record.Flags & DirectoryRecord.DescriptorFlag) != 0)
        {
            end += Descriptor(package, entry, file[(int)end..directoryStart]);
        }

        if (MayRead(package, entry))
        {
            entry.Data = package.Bytes.Slice((int)data, (int)record.PackedSize);
        }

        return true;
    }

    private static void Compare(OfdPackage package, PackageEntry entry, ReadOnlySpan<byte> file, int at)
    {
        var record = entry.Record;
        var nameLength = ZipRecords.U16(file, at + 26);
        if (at + ZipRecords.LocalLength + nameLength > file.Length || !file.Slice(at + ZipRecords.LocalLength, nameLength).SequenceEqual(record.Name.Span))
        {
            Differs(package, entry, "name");
        }

        if (((ZipRecords.U16(file, at + 6) ^ record.Flags) & ComparedFlags) != 0)
        {
            Differs(package, entry, "flags");
        }

        if (ZipRecords.U16(file, at + 8) != record.Method)
        {
            Differs(package, entry, "method");
        }

        // With a descriptor the local fields may be zero (APPNOTE 4.4.4), or all ones where the packer kept room for ZIP64.
        var described = (ZipRecords.U16(file, at + 6) & DirectoryRecord.DescriptorFlag) != 0;
        if (!Agrees(ZipRecords.U32(file, at + 14), record.Crc, described))
        {
            Differs(package, entry, "checksum");
        }

        uint packedSize = ZipRecords.U32(file, at + 18), size = ZipRecords.U32(file, at + 22), offset = 0;
        var extra = at + ZipRecords.LocalLength + nameLength;
        if (extra <= file.Length)
        {
            Zip64Field.TryApply(file.Slice(extra, Math.Min(ZipRecords.U16(file, at + 28), file.Length - extra)), ref size, ref packedSize, ref offset);
        }

        if (!Agrees(packedSize, record.PackedSize, described) || !Agrees(size, record.Size, described))
        {
            Differs(package, entry, "sizes");
        }
    }

    private static bool Agrees(uint local, uint listed, bool described) => local == listed || (described && local is 0 or uint.MaxValue);

    private static void Differs(OfdPackage package, PackageEntry entry, string what) =>
        package.Report(new(PackageFindings.LocalHeaderDiffers, entry.Name, $"Local header and directory differ in {what}."));

    /// <summary>Length of the data descriptor: with or without its signature, sizes of 4 or 8 bytes (APPNOTE 4.3.9).</summary>
    private static int Descriptor(OfdPackage package, PackageEntry entry, ReadOnlySpan<byte> after)
    {
        var record = entry.Record;
        foreach (var signature in (ReadOnlySpan<int>)[4, 0])
        {
            if (signature == 4 && !ZipRecords.IsAt(after, 0, ZipRecords.DescriptorSignature))
            {
                continue;
            }

            foreach (var width in (ReadOnlySpan<int>)[4, 8])
            {
                var length = signature + 4 + (2 * width);
                if (after.Length >= length && ZipRecords.U32(after, signature) == record.Crc
                    && ZipRecords.U32(after, signature + 4) == record.PackedSize && ZipRecords.U32(after, signature + 4 + width) == record.Size
                    && (width == 4 || (ZipRecords.U32(after, signature + 8) == 0 && ZipRecords.U32(after, signature + 16) == 0)))
                {
                    return length;
                }
            }
        }

        package.Report(new(PackageFindings.LocalHeaderDiffers, entry.Name, "The data descriptor is missing or differs from the directory."));
        return 0;
    }

    private static bool MayRead(OfdPackage package, PackageEntry entry)
    {
        if ((entry.Record.Flags & DirectoryRecord.EncryptedFlags) != 0)
        {
            package.Report(new(PackageFindings.Encrypted, entry.Name, "The entry is encrypted."));
            return false;
        }

        if (entry.Record.Method is not (0 or 8))
        {
            package.Report(new(PackageFindings.Method, entry.Name, $"Method {entry.Record.Method} is not read."));
            return false;
        }

        return ZipNames.Judge(entry.Name)?.Code is not (PackageFindings.PathEscape or PackageFindings.AbsoluteName);
    }
}
