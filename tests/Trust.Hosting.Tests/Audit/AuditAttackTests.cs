using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Crypto.Keys;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Tests.Data;
using Trust.Testing;

namespace Trust.Hosting.Tests.Audit;

public sealed class SqliteAuditAttackTests() : AuditAttackTests(DatabaseProvider.Sqlite);

[NeedsPostgres]
public sealed class PostgresAuditAttackTests() : AuditAttackTests(DatabaseProvider.Postgres);

/// <summary>What somebody with full access to the database does to thirty rows under three heads, and what the verifier says.</summary>
public abstract class AuditAttackTests(DatabaseProvider provider) : StorageTests(provider)
{
    [DatabaseFact]
    public async Task Changed_column_is_found_and_its_row_named()
    {
        await SealThirtyAsync();
        foreach (var change in new[] { "\"Event\" = 'sender.other'", "\"Actor\" = 'anonymous'", "\"SubjectKey\" = 'x'", "\"Result\" = 'no'", "\"ChainHash\" = \"PayloadDigest\"", "\"PayloadDigest\" = \"ChainHash\"" })
        {
            await using var backup = await KeepAsync(12);
            await Node.TamperAsync($"UPDATE {{AuditRows}} SET {change} WHERE \"ChainIndex\" = 12");
            await ExpectAsync((AuditFindingKind.Changed, 12));
        }

        Assert.Empty((await Node.VerifyAsync()).Findings);
    }

    [DatabaseFact]
    public async Task Changed_time_is_found_and_its_row_named()
    {
        await SealThirtyAsync();
        await Node.TamperAsync("UPDATE {AuditRows} SET \"Time\" = (SELECT max(\"Time\") FROM {AuditRows}) WHERE \"ChainIndex\" = 12");
        await ExpectAsync((AuditFindingKind.Changed, 12));
    }

    [DatabaseFact]
    public async Task Changed_payload_is_found_and_its_row_named()
    {
        await SealThirtyAsync();
        await Node.TamperAsync("UPDATE {AuditRows} SET \"Payload\" = \"ChainHash\" WHERE \"ChainIndex\" = 30");
        await Node.TamperAsync("UPDATE {AuditRows} SET \"Salt\" = \"ChainHash\" WHERE \"ChainIndex\" = 3");
        await ExpectAsync((AuditFindingKind.Changed, 3), (AuditFindingKind.Changed, 30));
    }

    [DatabaseFact]
    public async Task Payload_erased_by_hand_is_found()
    {
        await SealThirtyAsync();
        await Node.TamperAsync("UPDATE {AuditRows} SET \"Payload\" = NULL, \"Salt\" = NULL WHERE \"ChainIndex\" = 7");
        await ExpectAsync((AuditFindingKind.ErasedWithoutRecord, 7));
    }

    [DatabaseFact]
    public async Task Unchained_record_of_erasing_hides_nothing()
    {
        await SealThirtyAsync();
        await Node.TamperAsync("UPDATE {AuditRows} SET \"Payload\" = NULL, \"Salt\" = NULL WHERE \"ChainIndex\" = 7");
        await ForgeErasingAsync(Node.Time.GetUtcNow());
        await ExpectAsync((AuditFindingKind.ErasedWithoutRecord, 7));
    }

    [DatabaseFact]
    public async Task Record_of_erasing_with_a_limit_in_its_future_hides_nothing()
    {
        await SealThirtyAsync();
        await ForgeErasingAsync(Node.Time.GetUtcNow().AddYears(50));
        await Node.Sealer.SealAsync();
        await Node.TamperAsync("UPDATE {AuditRows} SET \"Payload\" = NULL, \"Salt\" = NULL WHERE \"ChainIndex\" = 7");
        await ExpectAsync((AuditFindingKind.ErasedWithoutRecord, 7));
    }

    [DatabaseFact]
    public async Task Record_of_erasing_hides_no_payload_erased_behind_it()
    {
        await SealThirtyAsync();
        Node.Time.Advance(TimeSpan.FromMinutes(1));
        await ForgeErasingAsync(Node.Time.GetUtcNow());
        await using (var db = Node.Sender())
        {
            db.Audit(Actor.Anonymous, "sender.written", "late", payload: new { });
            await db.SaveChangesAsync();
        }

        // Set back before it is sealed, so that the limit covers it by time and the place alone speaks against it.
        await Node.TamperAsync("UPDATE {AuditRows} SET \"Time\" = (SELECT min(\"Time\") FROM {AuditRows}), \"Payload\" = NULL, \"Salt\" = NULL WHERE \"SubjectKey\" = 'late'");
        await Node.Sealer.SealAsync();
        await ExpectAsync((AuditFindingKind.ErasedWithoutRecord, 32));
    }

    [DatabaseFact]
    public async Task Row_turned_into_a_record_of_erasing_hides_nothing()
    {
        await SealThirtyAsync();
        await Node.TamperAsync("UPDATE {AuditRows} SET \"Payload\" = NULL, \"Salt\" = NULL WHERE \"ChainIndex\" = 7");
        var limit = (Node.Time.GetUtcNow() - TimeSpan.FromMilliseconds(40)).ToString("O");
        await Node.TamperAsync($"UPDATE {{AuditRows}} SET \"Event\" = '{AuditRetention.ErasedEvent}', \"SubjectKey\" = 'before:{limit}' WHERE \"ChainIndex\" = 25");
        await ExpectAsync((AuditFindingKind.ErasedWithoutRecord, 7), (AuditFindingKind.Changed, 25));
    }

    [DatabaseFact]
    public async Task Deleted_rows_are_found_and_named()
    {
        await SealThirtyAsync();
        await Node.TamperAsync("DELETE FROM {AuditRows} WHERE \"ChainIndex\" IN (1, 14, 15)");
        await ExpectAsync((AuditFindingKind.Missing, 1), (AuditFindingKind.Missing, 14));
    }

    [DatabaseFact]
    public async Task Deleted_row_whose_successors_moved_up_is_found()
    {
        await SealThirtyAsync();
        await Node.TamperAsync("DELETE FROM {AuditRows} WHERE \"ChainIndex\" = 14");
        for (var index = 15; index <= 30; index++)
            await Node.TamperAsync($"UPDATE {{AuditRows}} SET \"ChainIndex\" = {index - 1} WHERE \"ChainIndex\" = {index}");

        var findings = (await Node.VerifyAsync()).Findings;
        Assert.Contains(findings, finding => (finding.Kind, finding.Index) == (AuditFindingKind.Changed, 14));
        Assert.Contains(findings, finding => finding.Kind == AuditFindingKind.CutOff);
    }

    [DatabaseFact]
    public async Task Rows_exchanged_with_their_hashes_are_found_and_named()
    {
        await SealThirtyAsync();
        await SwapAsync(5, 9, "\"ChainIndex\"");
        await ExpectAsync((AuditFindingKind.Swapped, 5));
    }

    [DatabaseFact]
    public async Task Neighbours_exchanged_with_their_hashes_are_found_and_named()
    {
        await SealThirtyAsync();
        await SwapAsync(5, 6, "\"ChainIndex\"");
        await ExpectAsync((AuditFindingKind.Swapped, 5));
    }

    [DatabaseFact]
    public async Task Rows_exchanged_without_their_hashes_are_found_and_named()
    {
        await SealThirtyAsync();
        await SwapAsync(5, 9, "\"ChainIndex\"", "\"ChainHash\"");
        await SwapAsync(20, 21, "\"ChainIndex\"", "\"ChainHash\"");
        await ExpectAsync((AuditFindingKind.Swapped, 5), (AuditFindingKind.Swapped, 20));
    }

    [DatabaseFact]
    public async Task Exchanged_contents_are_found_and_named()
    {
        await SealThirtyAsync();
        await SwapAsync(5, 9, "\"Time\"", "\"Event\"", "\"Actor\"", "\"SubjectKey\"", "\"Result\"", "\"Payload\"", "\"Salt\"", "\"PayloadDigest\"");
        await ExpectAsync((AuditFindingKind.Swapped, 5));
    }

    [DatabaseFact]
    public async Task Cut_off_rows_are_found_by_the_signed_head()
    {
        await SealThirtyAsync();
        await Node.TamperAsync("DELETE FROM {AuditRows} WHERE \"ChainIndex\" > 25");
        await ExpectAsync((AuditFindingKind.CutOff, 26));
    }

    [DatabaseFact]
    public async Task Rows_cut_off_with_their_heads_are_found_by_the_exported_file()
    {
        await SealThirtyAsync();
        await Node.TamperAsync("DELETE FROM {AuditRows} WHERE \"ChainIndex\" > 20");
        await Node.TamperAsync("DELETE FROM {AuditHeads} WHERE \"Index\" > 20");
        await ExpectAsync((AuditFindingKind.CutOff, 21), (AuditFindingKind.HeadMissing, 30));
    }

    [DatabaseFact]
    public async Task Whole_table_deleted_is_found_by_the_exported_file()
    {
        await SealThirtyAsync();
        await Node.TamperAsync("DELETE FROM {AuditRows}");
        await Node.TamperAsync("DELETE FROM {AuditHeads}");
        Assert.Contains((await Node.VerifyAsync()).Findings, finding => (finding.Kind, finding.Index) == (AuditFindingKind.CutOff, 1));
    }

    [DatabaseFact]
    public async Task Chain_computed_anew_is_found_by_the_signed_heads()
    {
        await SealThirtyAsync();
        await RewriteAsync(from: 12);
        var finding = Assert.Single((await Node.VerifyAsync()).Findings);
        Assert.Equal((AuditFindingKind.Rewritten, 20L), (finding.Kind, finding.Index!.Value));
        Assert.Contains("11 to 20", finding.Sentence, StringComparison.Ordinal);
    }

    [DatabaseFact]
    public async Task Rows_computed_anew_up_to_a_kept_head_are_named_and_the_row_of_the_head_is_not()
    {
        await SealThirtyAsync();
        await RewriteAsync(from: 12, to: 19);
        var finding = Assert.Single((await Node.VerifyAsync()).Findings);
        Assert.Equal((AuditFindingKind.Rewritten, 20L, null), (finding.Kind, finding.Index!.Value, finding.Sequence));
        Assert.Contains("places 11 to 20", finding.Sentence, StringComparison.Ordinal);
    }

    [DatabaseFact]
    public async Task Rows_computed_anew_from_the_first_one_to_a_kept_head_are_named()
    {
        await SealThirtyAsync();
        await RewriteAsync(from: 1, to: 29);
        var findings = (await Node.VerifyAsync()).Findings;
        Assert.All(findings, finding => Assert.Equal(AuditFindingKind.Rewritten, finding.Kind));
        Assert.Contains(findings, finding => finding.Index == 30 && finding.Sentence.Contains("places 1 to 30", StringComparison.Ordinal));
    }

    [DatabaseFact]
    public async Task Chain_computed_anew_with_the_heads_deleted_is_found_by_the_exported_file()
    {
        await SealThirtyAsync();
        await RewriteAsync(from: 12);
        await Node.TamperAsync("DELETE FROM {AuditHeads}");
        Assert.Contains((await Node.VerifyAsync()).Findings, finding => (finding.Kind, finding.Index) == (AuditFindingKind.Rewritten, 20));
    }

    [DatabaseFact]
    public async Task Chain_computed_anew_and_signed_with_a_foreign_key_is_found()
    {
        await SealThirtyAsync();
        await RewriteAsync(from: 12);
        await Node.TamperAsync("DELETE FROM {AuditHeads}");
        File.Delete(Node.HeadsPath);
        using var material = SigningKeyMaterial.Generate(KeyAlgorithm.Sm2);
        var foreign = material.ToSigningKey(KeyPurpose.Audit);
        await AddHeadAsync(30, foreign, foreign.KeyId);
        await AddHeadAsync(20, foreign, Node.Key.KeyId);
        var findings = (await Node.VerifyAsync()).Findings;
        Assert.Equal([20, 30], findings.Where(finding => finding.Kind == AuditFindingKind.BadHeadSignature).Select(finding => (int)finding.Index!));
        Assert.Contains(findings, finding => (finding.Kind, finding.Index) == (AuditFindingKind.NotSigned, 1));
    }

    [DatabaseFact]
    public async Task Signature_changed_in_the_database_is_found()
    {
        await SealThirtyAsync();
        await Node.TamperAsync("UPDATE {AuditHeads} SET \"Signature\" = \"Hash\" WHERE \"Index\" = 20");
        await ExpectAsync((AuditFindingKind.BadHeadSignature, 20), (AuditFindingKind.HeadMissing, 20));
    }

    [DatabaseFact]
    public async Task Row_added_behind_the_last_head_is_found()
    {
        await SealThirtyAsync();
        await using var db = Node.Sender();
        db.Audit(Actor.Anonymous, "sender.forged", "x");
        await db.SaveChangesAsync();
        await Node.TamperAsync("UPDATE {AuditRows} SET \"ChainIndex\" = 31, \"ChainHash\" = \"PayloadDigest\" WHERE \"ChainIndex\" IS NULL");
        await ExpectAsync((AuditFindingKind.Changed, 31), (AuditFindingKind.NotSigned, 31));
    }

    [DatabaseFact]
    public async Task Line_changed_in_the_exported_file_is_found()
    {
        await SealThirtyAsync();
        var text = await File.ReadAllTextAsync(Node.HeadsPath);
        await File.WriteAllTextAsync(Node.HeadsPath, text.Replace("\"index\":20", "\"index\":19", StringComparison.Ordinal) + "nonsense\n");
        Node.Time.Advance(TimeSpan.FromMinutes(2));
        var kinds = (await Node.VerifyAsync()).Findings.Select(finding => (finding.Kind, finding.Index)).ToList();
        Assert.Contains((AuditFindingKind.BadHeadSignature, 19L), kinds);
        Assert.Contains((AuditFindingKind.HeadNotExported, 20L), kinds);
        Assert.Contains((AuditFindingKind.HeadNotExported, null), kinds);
    }

    private async Task SealThirtyAsync()
    {
        for (var head = 0; head < 3; head++)
        {
            for (var row = 0; row < 10; row++)
            {
                await using var db = Node.Sender();
                db.Audit(Actor.Process($"writer-{row}"), "sender.written", $"{head}-{row}", payload: new { head, row });
                await db.SaveChangesAsync();
                Node.Time.Advance(TimeSpan.FromMilliseconds(3));
            }

            await Node.Sealer.SealAsync();
        }

        Assert.Empty((await Node.VerifyAsync()).Findings);
    }

    private async Task ForgeErasingAsync(DateTimeOffset limit)
    {
        await using var db = Node.Sender();
        db.Audit(Actor.Anonymous, AuditRetention.ErasedEvent, $"before:{limit:O}");
        await db.SaveChangesAsync();
    }

    private async Task ExpectAsync(params (AuditFindingKind Kind, long Index)[] expected)
    {
        var findings = (await Node.VerifyAsync()).Findings;
        Assert.Equal(expected.Order(), findings.Select(finding => (finding.Kind, finding.Index ?? 0)).Order());
        Assert.All(findings, finding => Assert.Equal("sender", finding.Module));
    }

    private async Task SwapAsync(long one, long other, params string[] columns)
    {
        var one_ = await SequenceAsync(one);
        var other_ = await SequenceAsync(other);
        if (columns.Contains("\"ChainIndex\""))
        {
            // Through a free place: it is unique.
            await Node.TamperAsync($"UPDATE {{AuditRows}} SET \"ChainIndex\" = -1 WHERE \"Sequence\" = {one_}");
            await Node.TamperAsync($"UPDATE {{AuditRows}} SET \"ChainIndex\" = {one} WHERE \"Sequence\" = {other_}");
            await Node.TamperAsync($"UPDATE {{AuditRows}} SET \"ChainIndex\" = {other} WHERE \"Sequence\" = {one_}");
        }

        var rest = columns.Where(column => column != "\"ChainIndex\"").ToList();
        if (rest.Count > 0)
        {
            var set = string.Join(", ", rest.Select(column => $"{column} = b.{column}"));
            await Node.TamperAsync($"UPDATE {{AuditRows}} AS a SET {set} FROM (SELECT * FROM {{AuditRows}} WHERE \"Sequence\" IN ({one_}, {other_})) AS b WHERE a.\"Sequence\" IN ({one_}, {other_}) AND b.\"Sequence\" <> a.\"Sequence\"");
        }
    }

    private async Task<long> SequenceAsync(long index)
    {
        await using var db = Node.Sender();
        return await db.Set<AuditRow>().Where(row => row.ChainIndex == index).Select(row => row.Sequence).SingleAsync();
    }

    /// <summary>Changes a row and computes every hash after it, up to a place, by the published rule.</summary>
    private async Task RewriteAsync(long from, long to = long.MaxValue)
    {
        await Node.TamperAsync($"UPDATE {{AuditRows}} SET \"Actor\" = 'person:somebody-else' WHERE \"ChainIndex\" = {from}");
        await using var db = Node.Sender();
        var rows = await db.Set<AuditRow>().AsNoTracking().OrderBy(row => row.ChainIndex).ToListAsync();
        var hash = new byte[32];
        foreach (var row in rows.Where(row => row.ChainIndex <= to))
        {
            hash = PublishedChain.Link(row.ChainIndex!.Value, hash, PublishedChain.RowDigest("sender", row));
            if (row.ChainIndex < from)
                Assert.Equal(row.ChainHash, hash);
            await db.Set<AuditRow>().Where(candidate => candidate.Sequence == row.Sequence).ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.ChainHash, hash));
        }
    }

    private async Task AddHeadAsync(long index, ISigningKey key, string keyId)
    {
        await using var db = Node.Sender();
        var hash = await db.Set<AuditRow>().Where(row => row.ChainIndex == index).Select(row => row.ChainHash!).SingleAsync();
        var signature = key.Sign(PublishedChain.HeadBytes("sender", index, hash, Node.Time.GetUtcNow(), keyId));
        db.Add(new AuditHead { Index = index, Hash = hash, Time = Node.Time.GetUtcNow(), KeyId = keyId, Signature = signature });
        await db.SaveChangesAsync();
    }

    private async Task<IAsyncDisposable> KeepAsync(long index)
    {
        await using var db = Node.Sender();
        return new Backup(Node, await db.Set<AuditRow>().AsNoTracking().SingleAsync(row => row.ChainIndex == index));
    }

    private sealed class Backup(StorageHost node, AuditRow row) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using var db = node.Sender();
            await db.Set<AuditRow>().Where(candidate => candidate.Sequence == row.Sequence).ExecuteUpdateAsync(set => set
                .SetProperty(candidate => candidate.Event, row.Event)
                .SetProperty(candidate => candidate.Actor, row.Actor)
                .SetProperty(candidate => candidate.SubjectKey, row.SubjectKey)
                .SetProperty(candidate => candidate.Result, row.Result)
                .SetProperty(candidate => candidate.PayloadDigest, row.PayloadDigest)
                .SetProperty(candidate => candidate.ChainHash, row.ChainHash));
        }
    }
}
