using System.Globalization;
using System.Text;

namespace Trust.Documents.Packaging;

/// <summary>Decodes entry names and judges them.</summary>
internal static class ZipNames
{
    private static readonly UTF8Encoding Utf8 = new(false, true);
    private static readonly Encoding Gb18030 =
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback) ?? Encoding.Latin1;

    /// <summary>UTF-8 where the bytes allow it, else GB 18030; old Chinese tools write the latter without saying so.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, out bool fallback)
    {
        fallback = false;
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            fallback = true;
            return Gb18030.GetString(bytes);
        }
    }

    /// <summary>The Info-ZIP Unicode path field (0x7075: version, CRC of the name, UTF-8 name), when it says something else than the name.</summary>
    public static string? SecondName(ReadOnlySpan<byte> extra, string name)
    {
        while (extra.Length >= 4)
        {
            int id = ZipRecords.U16(extra, 0), length = ZipRecords.U16(extra, 2);
            if (4 + length > extra.Length)
            {
                return null;
            }

            if (id == 0x7075 && length > 5)
            {
                var second = Decode(extra.Slice(9, length - 5), out _);
                return second == name ? null : second;
            }

            extra = extra[(4 + length)..];
        }

        return null;
    }

    /// <summary>The finding a name deserves, or null.</summary>
    public static PackageFinding? Judge(string name)
    {
        var segments = name.Split('/', '\\');
        if (name.Length > 0 && (name[0] is '/' or '\\' || (name.Length > 1 && name[1] == ':')))
        {
            return new(PackageFindings.AbsoluteName, name, "The name begins with a separator or a drive.");
        }

        if (segments.Contains(".."))
        {
            return new(PackageFindings.PathEscape, name, "The name holds a parent segment.");
        }

        var inner = segments.AsSpan(0, name.EndsWith('/') ? segments.Length - 1 : segments.Length);
        if (name.Length == 0 || name.Contains('\\', StringComparison.Ordinal) || name.Any(char.IsControl) || inner.Contains(".") || inner.Contains(string.Empty))
        {
            return new(PackageFindings.UnusualName, name, "The name holds a backslash, a control character, or an empty or dot segment.");
        }

        return null;
    }

    /// <summary>What the most forgiving reader or file system makes of a name.</summary>
    public static string Fold(string name)
    {
        var plain = name.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(name) : name;
        var kept = new List<string>();
        foreach (var part in plain.Split('/', '\\'))
        {
            var segment = part.TrimEnd(' ', '.');
            if (part == "..")
            {
                if (kept.Count > 0)
                {
                    kept.RemoveAt(kept.Count - 1);
                }
            }
            else if (segment.Length > 0)
            {
                kept.Add(segment);
            }
        }

        var joined = string.Join('/', kept).Replace("\0", string.Empty, StringComparison.Ordinal);
        return Normal(joined).ToUpper(CultureInfo.InvariantCulture);
    }

    private static string Normal(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return text; // lone surrogates have no normal form
        }
    }
}
