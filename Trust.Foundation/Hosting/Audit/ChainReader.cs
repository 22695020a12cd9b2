namespace Trust.Hosting.Audit;

/// <summary>Walks the chain row by row: places, links, payloads. Faulty links are collected and told apart at the end.</summary>
internal sealed class ChainReader(string module)
{
    // More broken links than this are reported without telling changed from exchanged.
    private const int Examined = 200;

    private readonly List<AuditFinding> findings = [];
    private readonly List<BrokenLink> broken = [];
    private readonly List<ErasedPayload> erased = [];
    private byte[]? before = AuditDigest.Beginning;

    public long Rows { get; private set; }

    public long LastIndex { get; private set; }

    /// <summary>Reads the next rows.</summary>
    /// <returns>Each row, and whether its link is broken, which explains a contradiction to a head.</returns>
    public IEnumerable<(AuditRow Row, bool Broken)> Read(IReadOnlyList<AuditRow> rows)
    {
        var (digests, payloads) = (AuditDigest.OfRows(module, rows), AuditDigest.OfPayloads(rows));
        for (var place = 0; place < rows.Count; place++)
        {
            yield return (rows[place], Read(rows[place], digests[place], payloads[place]));
        }
    }

    private bool Read(AuditRow row, byte[] digest, byte[] payloadDigest)
    {
        var index = row.ChainIndex!.Value;
        Rows++;
        if (index > LastIndex + 1)
        {
            ReportGap(LastIndex + 1, index - 1);
            before = null;
        }

        var hash = row.ChainHash ?? [];
        var isBroken = before is not null && !AuditDigest.Link(index, before, digest).AsSpan().SequenceEqual(hash);
        if (isBroken)
        {
            broken.Add(new(row, index, before!, digest, hash));
        }
        else
        {
            ReadPayload(row, index, payloadDigest);
            Excuse(row, linked: before is not null);
        }

        LastIndex = index;
        before = hash;
        return isBroken;
    }

    /// <summary>Tells the broken links apart.</summary>
    /// <param name="keptHeads">Places with a broken link whose hash is a signed head's, each with the place of the agreed head before it.</param>
    public IReadOnlyList<AuditFinding> Finish(IReadOnlyDictionary<long, long> keptHeads)
    {
        var open = broken.Take(Examined).ToList();
        foreach (var (first, second) in FindSwaps(open))
        {
            Report(AuditFindingKind.Swapped, first, $"The rows at places {first.Index} and {second.Index} (numbers {first.Row.Sequence} and {second.Row.Sequence}) were exchanged.");
            open.Remove(first);
            open.Remove(second);
        }

        foreach (var link in open.Concat(broken.Skip(Examined)).Where(link => !IsIntactBehindAnother(link)))
        {
            if (keptHeads.TryGetValue(link.Index, out var agreed))
            {
                ReportRewritten(agreed + 1, link.Index);
                continue;
            }

            Report(AuditFindingKind.Changed, link, $"Row {link.Row.Sequence} at place {link.Index} was changed after it was sealed.");
        }

        findings.AddRange(erased.Select(payload => new AuditFinding(
            AuditFindingKind.ErasedWithoutRecord, module, payload.Index, payload.Sequence, $"The payload of row {payload.Sequence} at place {payload.Index} is gone, and no record of erasing covers it.")));
        return findings;
    }

    private List<(BrokenLink First, BrokenLink Second)> FindSwaps(List<BrokenLink> links)
    {
        var swaps = new List<(BrokenLink, BrokenLink)>();
        var used = new HashSet<BrokenLink>();
        foreach (var first in links)
        {
            if (links.Find(candidate => candidate.Index > first.Index && !used.Contains(candidate) && AreSwapped(first, candidate)) is { } second && used.Add(first))
            {
                used.Add(second);
                swaps.Add((first, second));
            }
        }

        return swaps;
    }

    private bool AreSwapped(BrokenLink one, BrokenLink other) => BelongsAt(one, other) && BelongsAt(other, one);

    // Either the whole row moved with its hash, or the contents moved and number, place and hash stayed. Neighbours have each other's hash as predecessor.
    private bool BelongsAt(BrokenLink row, BrokenLink place)
    {
        byte[][] digests =
        [
            row.Digest,
            AuditDigest.OfRow(module, row.Row, place.Row.Sequence, row.Row.Id),
            AuditDigest.OfRow(module, row.Row, place.Row.Sequence, place.Row.Id),
        ];
        byte[][] predecessors = [place.Before, place.Hash, row.Hash, row.Before];
        return digests.Any(digest => predecessors.Any(predecessor => AuditDigest.Link(place.Index, predecessor, digest) is var link
            && (link.AsSpan().SequenceEqual(row.Hash) || link.AsSpan().SequenceEqual(place.Hash))));
    }

    // The row after a row whose hash was changed or exchanged is itself unchanged: its own hash fits a predecessor that another broken link has or should have.
    private bool IsIntactBehindAnother(BrokenLink link) => broken.Take(Examined).Any(other =>
        other.Index != link.Index
        && (Fits(link, other.Hash) || Fits(link, AuditDigest.Link(link.Index - 1, other.Before, other.Digest))));

    private static bool Fits(BrokenLink link, byte[] predecessor) => AuditDigest.Link(link.Index, predecessor, link.Digest).AsSpan().SequenceEqual(link.Hash);

    private void ReadPayload(AuditRow row, long index, byte[] digest)
    {
        if (row.Payload is null && row.Salt is null)
        {
            erased.Add(new(index, row.Sequence, row.Time));
        }
        else if (!digest.AsSpan().SequenceEqual(row.PayloadDigest))
        {
            findings.Add(new(AuditFindingKind.Changed, module, index, row.Sequence, $"The payload of row {row.Sequence} at place {index} was changed after it was recorded."));
        }
    }

    // A record of erasing speaks for rows before it, with a limit that had passed when it was made: anything else is a way to hide erasing, now or later.
    private void Excuse(AuditRow row, bool linked)
    {
        if (linked && AuditRetention.LimitOf(row) is { } limit && limit <= row.Time)
        {
            erased.RemoveAll(payload => payload.Time < limit);
        }
    }

    private void ReportGap(long first, long last) => findings.Add(new(
        AuditFindingKind.Missing, module, first, null, first == last ? $"The row at place {first} is missing." : $"The rows at places {first} to {last} are missing."));

    // The hash is the signed one, so what leads to it is not what was sealed; which of the rows differ, nobody can tell.
    private void ReportRewritten(long first, long head) => findings.Add(new(
        AuditFindingKind.Rewritten, module, head, null, $"The rows since the last agreed head were rewritten: rows at places {first} to {head} do not lead to the signed head at place {head}."));

    private void Report(AuditFindingKind kind, BrokenLink link, string sentence) => findings.Add(new(kind, module, link.Index, link.Row.Sequence, sentence));

    private readonly record struct ErasedPayload(long Index, long Sequence, DateTimeOffset Time);

    private sealed record BrokenLink(AuditRow Row, long Index, byte[] Before, byte[] Digest, byte[] Hash);
}
