using Trust.License.States;

namespace Trust.License.Checking;

/// <summary>What a licence is judged by beside its file and the verdict on its seal: brought along, nothing is fetched.</summary>
internal sealed record LicenceKnowledge
{
    /// <summary>Public key of the log, SubjectPublicKeyInfo; null where it is not at hand.</summary>
    public ReadOnlyMemory<byte>? LogKey { get; init; }

    /// <summary>Name of the log; null where only its key is known.</summary>
    public string? LogOrigin { get; init; }

    /// <summary>Whether the authority that the file names may issue its type; null where nothing is known of it.</summary>
    public bool? IsEntitled { get; init; }

    /// <summary>State of the version that the file names; null where nothing is known of states.</summary>
    public KnownState? State { get; init; }

    /// <summary>Content digest that the register keeps of this version, 32 bytes; null where the register is not asked.</summary>
    public ReadOnlyMemory<byte>? RecordedDigest { get; init; }

    /// <summary>Remarks for people on what could not be read.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>What the register, or a list that it signed, says of a version.</summary>
/// <param name="State">One of <see cref="StateNames"/>; what only the dates say is not looked at here.</param>
/// <param name="CurrentVersion">Number of the version that counts; null where the source does not say so.</param>
/// <param name="Source"><see cref="StateSources"/>.</param>
/// <param name="Age">How old the statement is.</param>
/// <param name="IsFresh">Whether it may still be relied on: a list that has expired only says what is final.</param>
internal sealed record KnownState(string State, int? CurrentVersion, string Source, TimeSpan Age, bool IsFresh);

/// <summary>Where a state comes from.</summary>
internal static class StateSources
{
    /// <summary>The node's own register, read for this very answer.</summary>
    public const string Register = "register";

    /// <summary>The signed state list.</summary>
    public const string List = "state-list";

    /// <summary>The dates in the sealed file.</summary>
    public const string Dates = "dates";
}
