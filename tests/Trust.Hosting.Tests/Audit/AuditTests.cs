using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Tests.Data;
using Trust.Testing;
using Trust.TestNode.Data;

namespace Trust.Hosting.Tests.Audit;

public sealed class SqliteAuditTests() : AuditTests(DatabaseProvider.Sqlite);

[NeedsPostgres]
public sealed class PostgresAuditTests() : AuditTests(DatabaseProvider.Postgres);

/// <summary>The chain as it grows when nobody does wrong.</summary>
public abstract class AuditTests(DatabaseProvider provider) : StorageTests(provider)
{
    [DatabaseFact]
    public async Task Ten_thousand_rows_of_eight_parallel_writers_verify()
    {
        await using var twin = Node.Twin();
        using var written = new CancellationTokenSource();
        var sealers = new[] { Node, twin }.Select(node => Task.Run(() => SealUntilAsync(node, written.Token))).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => WriteAsync(writer, batches: 25, rows: 50))));
        await written.CancelAsync();
        await Task.WhenAll(sealers);
        await Node.Sealer.SealAsync();

        var report = await Node.VerifyAsync();
        Assert.Empty(report.Findings);
        Assert.Equal(10_000, report.Rows);
        await using var db = Node.Sender();
        Assert.Equal(10_000, await db.Set<AuditRow>().MaxAsync(row => row.ChainIndex));
    }

    [DatabaseFact]
    public async Task Row_lives_and_dies_with_its_change()
    {
        await using var db = Node.Sender();
        db.Counters.Add(new Counter { Name = "a" });
        var row = db.Audit(Actor.Process("test"), "sender.counter-added", "a", payload: new { Reason = "初次" });
        await db.SaveChangesAsync();
        Assert.Equal("process:test", row.Actor);
        Assert.Equal("""{"reason":"\u521D\u6B21"}""", System.Text.Encoding.UTF8.GetString(row.Payload!));

        await using var failing = Node.Sender();
        failing.Counters.Add(new Counter { Name = "a" });
        failing.Audit(Actor.Anonymous, "sender.counter-added", "a");
        await Assert.ThrowsAsync<DbUpdateException>(() => failing.SaveChangesAsync());
        Assert.Equal(1, await db.Set<AuditRow>().CountAsync());
    }

    [DatabaseFact]
    public async Task Chain_goes_on_over_several_heads_and_a_new_key()
    {
        await WriteAsync(0, batches: 1, rows: 3);
        Assert.Equal(3, await Node.Sealer.SealAsync());
        Assert.Equal(0, await Node.Sealer.SealAsync());
        var first = Node.Key;
        using var material = Trust.Crypto.Keys.SigningKeyMaterial.Generate(Trust.Crypto.Keys.KeyAlgorithm.EcdsaP256);
        Node.Key = material.ToSigningKey(Trust.Crypto.Keys.KeyPurpose.Audit);
        await WriteAsync(1, batches: 1, rows: 2);
        Assert.Equal(2, await Node.Sealer.SealAsync());

        var report = await Node.VerifyAsync((keyId, data, signature) =>
            keyId == first.KeyId ? first.Verify(data, signature) : keyId == Node.Key.KeyId ? Node.Key.Verify(data, signature) : null);
        Assert.Empty(report.Findings);
        Assert.Equal((5, 2), (report.Rows, report.Heads));
        Assert.Equal(2, File.ReadAllLines(Node.HeadsPath).Length);
    }

    [DatabaseFact]
    public async Task Key_of_another_purpose_signs_no_head()
    {
        using var material = Trust.Crypto.Keys.SigningKeyMaterial.Generate(Trust.Crypto.Keys.KeyAlgorithm.EcdsaP256);
        Node.Key = material.ToSigningKey(Trust.Crypto.Keys.KeyPurpose.Log);
        await WriteAsync(0, batches: 1, rows: 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Node.Sealer.SealAsync());
    }

    [DatabaseFact]
    public async Task Head_that_a_crash_kept_from_the_file_is_exported_later()
    {
        await WriteAsync(0, batches: 1, rows: 2);
        await Node.Sealer.SealAsync();
        await WriteAsync(1, batches: 1, rows: 2);
        await Node.Sealer.SealAsync();
        var lines = await File.ReadAllLinesAsync(Node.HeadsPath);
        await File.WriteAllTextAsync(Node.HeadsPath, $"{lines[0]}\n{lines[1][..40]}");
        Node.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Contains(AuditFindingKind.HeadNotExported, (await Node.VerifyAsync()).Findings.Select(finding => finding.Kind));

        await Node.Sealer.SealAsync();
        Assert.Equal(lines, await File.ReadAllLinesAsync(Node.HeadsPath));
        Assert.Empty((await Node.VerifyAsync()).Findings);
    }

    [DatabaseFact]
    public async Task Retention_erases_payloads_and_the_chain_still_verifies()
    {
        await WriteAsync(0, batches: 1, rows: 5);
        await Node.Sealer.SealAsync();
        Node.Time.Advance(TimeSpan.FromDays(400));
        await WriteAsync(1, batches: 1, rows: 5);
        await Node.Sealer.SealAsync();

        await using (var db = Node.Sender())
        {
            Assert.Equal(5, await db.EraseAuditPayloadsAsync(Actor.Process("retention"), Node.Time.GetUtcNow().AddDays(-365)));
        }

        await Node.Sealer.SealAsync();
        var report = await Node.VerifyAsync();
        Assert.Empty(report.Findings);
        Assert.Equal(11, report.Rows);
        await using var read = Node.Sender();
        Assert.Equal(5, await read.Set<AuditRow>().CountAsync(row => row.Payload == null && row.Salt == null));
    }

    [DatabaseFact]
    public async Task Retention_of_the_future_is_refused()
    {
        await using var db = Node.Sender();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => db.EraseAuditPayloadsAsync(Actor.Process("retention"), Node.Time.GetUtcNow().AddSeconds(1)));
    }

    [DatabaseFact]
    public async Task Row_that_is_not_chained_in_time_is_named()
    {
        await WriteAsync(0, batches: 1, rows: 1);
        Assert.Empty((await Node.VerifyAsync()).Findings);
        Node.Time.Advance(TimeSpan.FromSeconds(61));
        var finding = Assert.Single((await Node.VerifyAsync()).Findings);
        Assert.Equal((AuditFindingKind.TooLongUnchained, 1L), (finding.Kind, finding.Sequence!.Value));
    }

    private async Task WriteAsync(int writer, int batches, int rows)
    {
        for (var batch = 0; batch < batches; batch++)
        {
            await using var db = Node.Sender();
            for (var row = 0; row < rows; row++)
            {
                db.Audit(Actor.Process($"writer-{writer}"), "sender.written", $"{writer}-{batch}-{row}", payload: new { batch, row });
            }

            await db.SaveChangesAsync();
        }
    }

    private static async Task SealUntilAsync(StorageHost node, CancellationToken written)
    {
        while (!written.IsCancellationRequested)
        {
            await node.Sealer.SealAsync(CancellationToken.None);
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
