namespace Trust.Documents.Packaging;

/// <summary>Something about the container that a strict reader must not pass over: two readers could see different documents.</summary>
/// <param name="Code">Stable code, one of <see cref="PackageFindings"/>.</param>
/// <param name="EntryName">The entry it is about, null for the container.</param>
/// <param name="Detail">What was met, in English.</param>
public sealed record PackageFinding(string Code, string? EntryName, string Detail)
{
    /// <summary>False for what is merely remarkable (an archive comment, a name in GB 18030): it does not bear on a verdict.</summary>
    public bool IsDefect => Code is not (PackageFindings.Comment or PackageFindings.NameEncoding);
}

/// <summary>The codes of <see cref="PackageFinding"/>. They never change meaning.</summary>
public static class PackageFindings
{
    /// <summary>Bytes before the first local header.</summary>
    public const string BytesBefore = "package.bytes-before";

    /// <summary>Bytes after the end record and its comment.</summary>
    public const string BytesAfter = "package.bytes-after";

    /// <summary>Bytes between entries, or between directory and end record, that belong to nothing.</summary>
    public const string Gap = "package.gap";

    /// <summary>A local header that the directory does not list.</summary>
    public const string UnlistedEntry = "package.unlisted-entry";

    /// <summary>Two entries share bytes.</summary>
    public const string Overlap = "package.overlap";

    /// <summary>The directory points at something that is no local header.</summary>
    public const string LocalHeaderMissing = "package.local-header-missing";

    /// <summary>Local header or data descriptor differs from the directory in name, method, flags, sizes or checksum.</summary>
    public const string LocalHeaderDiffers = "package.local-header-differs";

    /// <summary>The end record counts other entries than the directory holds, or a second end record could be taken for the first.</summary>
    public const string DirectoryAmbiguous = "package.directory-ambiguous";

    /// <summary>An encrypted entry; never read.</summary>
    public const string Encrypted = "package.encrypted-entry";

    /// <summary>A method other than stored and deflated; never read.</summary>
    public const string Method = "package.method";

    /// <summary>The same name twice; the first is read.</summary>
    public const string DuplicateName = "package.duplicate-name";

    /// <summary>Names that some reader or file system takes for equal (separator, dot segments, case, normal form, percent, trailing dot).</summary>
    public const string EqualNames = "package.equal-names";

    /// <summary>A name with <c>..</c>; the entry is not read.</summary>
    public const string PathEscape = "package.path-escape";

    /// <summary>A name that begins with a separator or a drive; not read.</summary>
    public const string AbsoluteName = "package.absolute-name";

    /// <summary>A name with a backslash, a control character, an empty or dot segment, a symbolic link, or data in a directory entry.</summary>
    public const string UnusualName = "package.unusual-name";

    /// <summary>A second, different name in an extra field (0x7075).</summary>
    public const string SecondName = "package.second-name";

    /// <summary>Content that does not unpack to the size and checksum of the directory.</summary>
    public const string Damaged = "package.entry-damaged";

    /// <summary>A name that is not UTF-8 and was read as GB 18030 (no defect).</summary>
    public const string NameEncoding = "package.name-encoding";

    /// <summary>An archive comment (no defect).</summary>
    public const string Comment = "package.comment";
}
