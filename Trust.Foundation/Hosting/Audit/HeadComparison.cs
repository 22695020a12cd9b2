namespace Trust.Hosting.Audit;

/// <summary>Checks signed heads, of the database and of the exported file, and compares them with the chain.</summary>
internal sealed class HeadComparison(string module, AuditHeadCheck check, DateTimeOffset oldestUnexported)
{
    private readonly List<AuditFinding> findings = [];
    private readonly SortedDictionary<long, byte[]> trusted = [];
    private readonly Dictionary<long, long> kept = [];
    private long lastKept;
    private long lastContradicted;
    private long lastAgreed;
    private long firstContradicted;

    /// <summary>
    /// Places where the row has the hash of the signed head and does not follow from the row before it, each with the place of the last row before it that had its head's
    /// hash (0 for none).
    /// </summary>
    public IReadOnlyDictionary<long, long> Kept => kept;

    /// <summary>Reads both lists. Heads whose signature holds are trusted, wherever they lie.</summary>
    public void Read(IReadOnlyList<AuditHead> heads, IReadOnlyList<(int Number, AuditHead? Head)> exported)
    {
        var inDatabase = heads.ToDictionary(head => head.Index);
        foreach (var head in heads.Where(head => HoldsIn("the database", head)))
        {
            trusted[head.Index] = head.Hash;
        }

        foreach (var (number, head) in exported)
        {
            ReadExported(number, head, inDatabase);
        }

        var indexes = exported.Select(line => line.Head?.Index ?? 0).ToHashSet();
        foreach (var head in heads.Where(head => !indexes.Contains(head.Index) && head.Time < oldestUnexported))
        {
            Report(AuditFindingKind.HeadNotExported, head.Index, $"The head at place {head.Index} is not in the exported file.");
        }
    }

    /// <summary>Compares a row with the head at its place, unless its broken link explains a difference.</summary>
    public void Compare(AuditRow row, bool broken)
    {
        var index = row.ChainIndex!.Value;
        if (!trusted.TryGetValue(index, out var hash))
        {
            return;
        }

        if (hash.AsSpan().SequenceEqual(row.ChainHash))
        {
            lastAgreed = firstContradicted == 0 ? index : lastAgreed;
            if (broken)
            {
                kept[index] = lastKept;
            }

            lastKept = index;
        }
        else if (!broken)
        {
            firstContradicted = firstContradicted == 0 ? index : firstContradicted;
            lastContradicted = index;
        }
    }

    /// <summary>Compares the end of the chain with the last head.</summary>
    /// <param name="lastRow">Place of the last row.</param>
    /// <param name="lastHeadNow">Last head after the rows were read.</param>
    public IEnumerable<AuditFinding> Finish(long lastRow, AuditHead? lastHeadNow)
    {
        if (firstContradicted > 0)
        {
            Report(
                AuditFindingKind.Rewritten,
                firstContradicted,
                $"The chain was computed anew: rows at places {lastAgreed + 1} to {firstContradicted} contradict the signed head, and heads up to place {lastContradicted} do.");
        }

        var lastHead = trusted.Count == 0 ? 0 : trusted.Keys.Last();
        if (lastHead > lastRow)
        {
            Report(AuditFindingKind.CutOff, lastRow + 1, $"The rows at places {lastRow + 1} to {lastHead} were cut off: a signed head vouches for them.");
        }

        var lastSigned = lastHeadNow is not null && lastHeadNow.Index > lastHead && Verify(lastHeadNow) == true ? lastHeadNow.Index : lastHead;
        if (lastRow > lastSigned)
        {
            Report(AuditFindingKind.NotSigned, lastSigned + 1, $"The rows at places {lastSigned + 1} to {lastRow} are covered by no signed head.");
        }

        return findings;
    }

    private void ReadExported(int number, AuditHead? head, Dictionary<long, AuditHead> inDatabase)
    {
        if (head is null)
        {
            findings.Add(new(AuditFindingKind.HeadNotExported, module, null, null, $"Line {number} of the exported file cannot be read."));
            return;
        }

        var twin = inDatabase.GetValueOrDefault(head.Index);
        if (twin is not null && twin.Hash.AsSpan().SequenceEqual(head.Hash) && twin.Signature.AsSpan().SequenceEqual(head.Signature) && twin.Time == head.Time && twin.KeyId == head.KeyId)
        {
            return;
        }

        if (!HoldsIn($"line {number} of the exported file", head))
        {
            return;
        }

        // The file is out of reach for whoever changed the database: its word counts.
        trusted[head.Index] = head.Hash;
        Report(
            AuditFindingKind.HeadMissing,
            head.Index,
            twin is null ? $"The head at place {head.Index} was exported and is gone from the database." : $"The head at place {head.Index} differs from the exported one.");
    }

    private bool HoldsIn(string place, AuditHead head)
    {
        var verdict = Verify(head);
        if (verdict != true)
        {
            Report(
                AuditFindingKind.BadHeadSignature,
                head.Index,
                verdict is null ? $"The head at place {head.Index} in {place} names the unknown key {head.KeyId}." : $"The signature of the head at place {head.Index} in {place} does not hold.");
        }

        return verdict == true;
    }

    private bool? Verify(AuditHead head) =>
        check(head.KeyId, AuditDigest.OfHead(module, head.Index, head.Hash, head.Time, head.KeyId), head.Signature);

    private void Report(AuditFindingKind kind, long index, string sentence) => findings.Add(new(kind, module, index, null, sentence));
}
