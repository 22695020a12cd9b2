namespace Trust.Crypto.Certificates;

/// <summary>Finds the paths from a certificate to an anchor by names and key identifiers; signatures decide between candidates of equal name.</summary>
internal sealed class PathBuilder(PathValidationOptions options)
{
    // Certificates that all name each other could make the search explode; a real path is found among the first few.
    private const int MaxIntermediates = 64;
    private const int MaxSteps = 200;
    private const int MaxPaths = 8;

    private readonly List<Certificate> _intermediates = [.. options.Intermediates.Take(MaxIntermediates)];
    private readonly List<List<Certificate>> _paths = [];
    private List<Certificate> _longest = [];
    private int _steps;

    /// <summary>Whether the search met the length limit.</summary>
    internal bool WasCut { get; private set; }

    /// <summary>The longest incomplete path, where no complete one exists.</summary>
    internal IReadOnlyList<Certificate> Longest => _longest;

    /// <summary>Complete paths, end entity first, those with right signatures before others.</summary>
    internal IReadOnlyList<IReadOnlyList<Certificate>> FindPaths(Certificate certificate)
    {
        Extend([certificate]);
        return _paths.Count == 1 ? _paths : [.. _paths.OrderBy(path => HasRightSignatures(path) ? 0 : 1)];
    }

    private static bool HasRightSignatures(List<Certificate> path) =>
        path.Zip(path.Skip(1)).All(pair => pair.Second.PublicKey is { } key && pair.First.IsSignedBy(key));

    private void Extend(List<Certificate> path)
    {
        var last = path[^1];
        if (path.Count > _longest.Count)
        {
            _longest = [.. path];
        }

        if (options.Anchors.Contains(last))
        {
            _paths.Add([.. path]);
            return;
        }

        foreach (var issuer in options.Anchors.Concat(_intermediates).Where(candidate => MayHaveIssued(candidate, last) && !path.Contains(candidate)))
        {
            if (path.Count >= options.MaxPathLength)
            {
                WasCut = true;
                return;
            }

            if (++_steps > MaxSteps || _paths.Count >= MaxPaths)
            {
                return;
            }

            path.Add(issuer);
            Extend(path);
            path.RemoveAt(path.Count - 1);
        }
    }

    private static bool MayHaveIssued(Certificate issuer, Certificate subject) =>
        issuer.Subject.Equals(subject.Issuer)
        && (subject.AuthorityKeyIdentifier.IsEmpty
            || issuer.SubjectKeyIdentifier.IsEmpty
            || subject.AuthorityKeyIdentifier.Span.SequenceEqual(issuer.SubjectKeyIdentifier.Span));
}
