using System.Text.RegularExpressions;

namespace Trust.Documents.Writing;

/// <summary>What a document says about itself (DocInfo, GB/T 33190 clause 7.4).</summary>
public sealed partial record OfdDocumentInfo
{
    /// <summary>Identifier: 32 hexadecimal digits, unique for each document.</summary>
    public required string DocId { get; init; }

    /// <summary>Day on which it was made.</summary>
    public required DateOnly CreationDate { get; init; }

    /// <summary>Title.</summary>
    public string? Title { get; init; }

    /// <summary>Author.</summary>
    public string? Author { get; init; }

    /// <summary>Subject.</summary>
    public string? Subject { get; init; }

    /// <summary>Program that made it.</summary>
    public string Creator { get; init; } = "Trust";

    /// <summary>Version of that program.</summary>
    public string? CreatorVersion { get; init; }

    /// <summary>Named values for programs (CustomDatas): names unique and not empty, in this order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> CustomData { get; init; } = [];

    internal WritingFault? Check()
    {
        if (!HexId().IsMatch(DocId))
        {
            return new(WritingFaults.ValueInvalid, "DocID is not 32 hexadecimal digits.");
        }

        if (CustomData.Any(data => data.Key.Length == 0) || CustomData.DistinctBy(data => data.Key).Count() != CustomData.Count)
        {
            return new(WritingFaults.ValueInvalid, "The names of custom data are not unique or one is empty.");
        }

        string?[] texts = [Title, Author, Subject, Creator, CreatorVersion, .. CustomData.SelectMany(data => new[] { data.Key, data.Value })];
        return texts.Select(text => OfdText.CheckStored(text ?? "")).FirstOrDefault(fault => fault is not null);
    }

    [GeneratedRegex("^[0-9A-Fa-f]{32}\\z")]
    private static partial Regex HexId();
}

/// <summary>A node of a tag file: what objects on pages mean (CustomTags, GB/T 33190 clause 16).</summary>
/// <param name="Name">Element name, an XML name without a colon.</param>
public sealed record OfdTagNode(string Name)
{
    /// <summary>Text of the node.</summary>
    public string? Value { get; init; }

    /// <summary>Objects that show it: number of the page and number of the object.</summary>
    public IReadOnlyList<(int PageId, int ObjectId)> Objects { get; init; } = [];

    /// <summary>Nodes inside.</summary>
    public IReadOnlyList<OfdTagNode> Children { get; init; } = [];
}

internal sealed record TagFile(string TypeId, string NameSpace, OfdTagNode Root);

internal sealed record AttachmentFile(int Id, string Name, string Format, ReadOnlyMemory<byte> Data, bool Visible);
