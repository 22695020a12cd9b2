using Trust.Documents.Ofd;

namespace Trust.Documents.Rendering;

/// <summary>A drawn page.</summary>
/// <param name="Png">The picture, opaque.</param>
/// <param name="WidthPixels">Width of the picture.</param>
/// <param name="HeightPixels">Height of the picture.</param>
/// <param name="WidthMm">Width of the page area, mm.</param>
/// <param name="HeightMm">Height of the page area, mm.</param>
/// <param name="TextBoxes">The text objects drawn, in drawing order, those of templates, annotations and composite units included.</param>
/// <param name="Limits">What could not be drawn as the file says, in English, without repetition. Empty: the picture is complete.</param>
public sealed record RenderedPage(
    ReadOnlyMemory<byte> Png, int WidthPixels, int HeightPixels, double WidthMm, double HeightMm, IReadOnlyList<RenderedText> TextBoxes, IReadOnlyList<string> Limits);

/// <summary>A text object on a page.</summary>
/// <param name="ObjectId">Its object id, null when unreadable.</param>
/// <param name="Text">Its text codes joined.</param>
/// <param name="Box">Its boundary in page coordinates, mm; what surrounds it where it is turned.</param>
/// <param name="Source">Where it stands.</param>
public sealed record RenderedText(ulong? ObjectId, string Text, OfdBox Box, RenderedSource Source);

/// <summary>Where a drawn object stands.</summary>
public enum RenderedSource
{
    /// <summary>The page itself.</summary>
    Page,

    /// <summary>A template of the page.</summary>
    Template,

    /// <summary>An annotation.</summary>
    Annotation,
}
