using System.Diagnostics.CodeAnalysis;

namespace Trust.Contracts;

/// <summary>
/// Names one intended change, so that repeating the call does it once. 16 to 64 characters of <c>A-Z a-z 0-9 - _</c>,
/// unique per caller.
/// </summary>
public readonly record struct IdempotencyKey
{
    private IdempotencyKey(string value) => Value = value;

    /// <summary>The key as the caller sent it.</summary>
    public string Value { get; }

    /// <summary>Reads a key.</summary>
    /// <param name="text">16 to 64 characters of <c>A-Z a-z 0-9 - _</c>.</param>
    /// <param name="key">The key when the text is one.</param>
    /// <returns>Whether the text is a key.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out IdempotencyKey key)
    {
        var valid = text is { Length: >= 16 and <= 64 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        key = valid ? new(text!) : default;
        return valid;
    }

    /// <summary>Makes a key for a call that this process begins.</summary>
    public static IdempotencyKey New() => new(Guid.CreateVersion7().ToString("N"));

    /// <inheritdoc/>
    public override string ToString() => Value;
}
