using Trust.License.States;
using Trust.License.Types;

namespace Trust.License.Checking;

/// <summary>What the node wrote into the folder <c>trust</c>, and all that the command line knows.</summary>
internal sealed class TrustFolder
{
    // A list from the future would never grow old.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private static readonly Lazy<LicenceTypeCatalogue> Types = new(() => new LicenceTypeCatalogue());

    private readonly List<string> remarks = [];
    private readonly ReadOnlyMemory<byte>? logKey;
    private readonly StateList? list;

    private TrustFolder(string folder)
    {
        if (Read(folder, StateList.KeyFileName, 4096) is not { } key)
        {
            return;
        }

        logKey = key;
        if (Read(folder, StateList.FileName, StateList.LargestFile) is { } file && !StateList.TryRead(file, key, out list, out var fault))
        {
            remarks.Add(fault);
        }
    }

    /// <summary>Judges a file whose seals were judged.</summary>
    /// <param name="file">The file.</param>
    /// <param name="seal">Verdict on its seals.</param>
    /// <param name="folder">The folder; it may be missing.</param>
    /// <param name="now">When.</param>
    /// <returns>The report, and remarks on what was not at hand.</returns>
    public static (LicenceReport Report, IReadOnlyList<string> Remarks) Judge(ReadOnlyMemory<byte> file, Documents.Verification.VerificationReport seal, string folder, DateTimeOffset now)
    {
        if (!ReadLicence.TryOpen(file, Types.Value, out var licence))
        {
            return (LicenceVerifier.Plain(seal), []);
        }

        var trust = new TrustFolder(folder);
        var knowledge = new LicenceKnowledge { LogKey = trust.logKey, LogOrigin = trust.list?.Origin, State = licence.Identifier is { } identifier ? trust.StateOf(identifier.Value, now) : null };
        return (LicenceVerifier.Judge(licence, seal, knowledge, now), trust.remarks);
    }

    private KnownState? StateOf(string identifier, DateTimeOffset now)
    {
        if (list is null)
        {
            return null;
        }

        var found = list.Find(identifier);
        var isFresh = now < list.ExpiresAt && now > list.IssuedAt - Tolerance;
        return new KnownState(found?.State ?? StateNames.Valid, found is { CurrentVersion: > 0 } replaced ? replaced.CurrentVersion : null, StateSources.List, now - list.IssuedAt, isFresh);
    }

    private byte[]? Read(string folder, string name, int largest)
    {
        var path = Path.Combine(folder, name);
        try
        {
            if (new FileInfo(path).Length <= largest)
            {
                return File.ReadAllBytes(path);
            }

            remarks.Add($"{path} is too large.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            remarks.Add($"There is no {name} in {folder}.");
        }

        return null;
    }
}
