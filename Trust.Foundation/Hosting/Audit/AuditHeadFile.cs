using System.Text.Json;

namespace Trust.Hosting.Audit;

/// <summary>
/// Heads in a file apart from the database: one JSON object a line, only appended to. Whoever can rewrite the database and not this file cannot rewrite history.
/// </summary>
internal sealed class AuditHeadFile(string path)
{
    /// <summary>The head with the highest index; null for none. Cuts off a line that a crash left unfinished: its head is in the database and is written again.</summary>
    public AuditHead? Recover()
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
        {
            var end = file.Length;
            while (end > 0 && ByteBefore(file, end) != '\n')
            {
                end--;
            }

            file.SetLength(end);
        }

        return Read().Select(line => line.Head).OfType<AuditHead>().MaxBy(head => head.Index);
    }

    /// <summary>Appends heads; they are on disk when it returns.</summary>
    public void Append(string module, IEnumerable<AuditHead> heads)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        foreach (var head in heads)
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(
                new Line(module, head.Index, Convert.ToHexStringLower(head.Hash), head.Time, head.KeyId, Convert.ToBase64String(head.Signature)), JsonSerializerOptions.Web));
            file.WriteByte((byte)'\n');
        }

        file.Flush(flushToDisk: true);
    }

    /// <summary>Every line in order; no head where a line cannot be read.</summary>
    public IEnumerable<(int Number, AuditHead? Head)> Read()
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        var number = 0;
        foreach (var text in File.ReadLines(path))
        {
            yield return (++number, Parse(text));
        }
    }

    private static AuditHead? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(text, JsonSerializerOptions.Web) is { Hash: not null, KeyId: not null, Signature: not null } line
                ? new AuditHead
                {
                    Index = line.Index,
                    Hash = Convert.FromHexString(line.Hash),
                    Time = line.Time,
                    KeyId = line.KeyId,
                    Signature = Convert.FromBase64String(line.Signature),
                }
                : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return null;
        }
    }

    private static int ByteBefore(FileStream file, long end)
    {
        file.Position = end - 1;
        return file.ReadByte();
    }

    private sealed record Line(string Module, long Index, string Hash, DateTimeOffset Time, string KeyId, string Signature);
}
