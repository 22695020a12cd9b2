using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Tests.Data;
using Trust.Testing;

namespace Trust.Hosting.Tests.Audit;

public sealed class SqliteAuditForkTests() : AuditForkTests(DatabaseProvider.Sqlite);

[NeedsPostgres]
public sealed class PostgresAuditForkTests() : AuditForkTests(DatabaseProvider.Postgres);

/// <summary>Somebody with full access to the database makes it forget, and waits for the sealer to sign another history.</summary>
public abstract class AuditForkTests(DatabaseProvider provider) : StorageTests(provider)
{
    [DatabaseFact]
    public async Task Rows_and_heads_cut_from_the_database_get_no_signed_successors()
    {
        await SealAsync(3);
        await CutAsync();
        await ExpectRefusalAsync();
        var findings = (await Node.VerifyAsync()).Findings.Select(finding => (finding.Kind, finding.Index));
        Assert.Contains((AuditFindingKind.CutOff, 3L), findings);
        Assert.Contains((AuditFindingKind.HeadMissing, 3L), findings);
    }

    [DatabaseFact]
    public async Task Head_exchanged_for_another_hash_gets_no_signed_successors()
    {
        await SealAsync(3);
        await Node.TamperAsync("UPDATE {AuditHeads} SET \"Hash\" = \"Signature\" WHERE \"Index\" = 3");
        await ExpectRefusalAsync();
        Assert.Contains((await Node.VerifyAsync()).Findings, finding => (finding.Kind, finding.Index) == (AuditFindingKind.HeadMissing, 3));
    }

    [DatabaseFact]
    public async Task Whole_chain_deleted_does_not_begin_again()
    {
        await SealAsync(3);
        await Node.TamperAsync("DELETE FROM {AuditRows}");
        await Node.TamperAsync("DELETE FROM {AuditHeads}");
        await ExpectRefusalAsync();
    }

    [DatabaseFact]
    public async Task Cut_under_a_running_sealer_is_noticed_and_sealing_goes_on_when_the_rows_are_back()
    {
        await Node.Sealer.StartAsync(default);
        await WriteAsync();
        await WaitForHeadAsync(1);
        await WriteAsync();
        await WaitForHeadAsync(2);
        await using var db = Node.Sender();
        var head = await db.Set<AuditHead>().AsNoTracking().SingleAsync(candidate => candidate.Index == 2);
        var row = await db.Set<AuditRow>().AsNoTracking().SingleAsync(candidate => candidate.ChainIndex == 2);
        await Node.TamperAsync("DELETE FROM {AuditHeads} WHERE \"Index\" = 2");
        await Node.TamperAsync("DELETE FROM {AuditRows} WHERE \"ChainIndex\" = 2");
        await WriteAsync();
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        Assert.Equal(1, await db.Set<AuditHead>().MaxAsync(candidate => candidate.Index));

        db.Add(head);
        db.Add(row);
        await db.SaveChangesAsync();
        await WaitForHeadAsync(3);
        await Node.Sealer.StopAsync(default);
        Assert.Empty((await Node.VerifyAsync()).Findings);
    }

    private async Task ExpectRefusalAsync()
    {
        var lines = await File.ReadAllLinesAsync(Node.HeadsPath);
        await using var db = Node.Sender();
        var heads = await db.Set<AuditHead>().CountAsync();
        await WriteAsync();
        for (var attempt = 0; attempt < 2; attempt++)
            Assert.Equal(3, (await Assert.ThrowsAsync<AuditForkException>(() => Node.Sealer.SealAsync())).Index);
        Assert.Equal(heads, await db.Set<AuditHead>().CountAsync());
        Assert.Equal(lines, await File.ReadAllLinesAsync(Node.HeadsPath));
        Assert.Equal(1, await db.Set<AuditRow>().CountAsync(row => row.ChainIndex == null));
    }

    private async Task CutAsync()
    {
        await Node.TamperAsync("DELETE FROM {AuditRows} WHERE \"ChainIndex\" > 2");
        await Node.TamperAsync("DELETE FROM {AuditHeads} WHERE \"Index\" > 2");
    }

    private async Task SealAsync(int heads)
    {
        for (var head = 0; head < heads; head++)
        {
            await WriteAsync();
            await Node.Sealer.SealAsync();
        }
    }

    private async Task WriteAsync()
    {
        await using var db = Node.Sender();
        db.Audit(Actor.Process("test"), "sender.written", "a");
        await db.SaveChangesAsync();
    }

    private async Task WaitForHeadAsync(long index)
    {
        await using var db = Node.Sender();
        for (var attempt = 0; !await db.Set<AuditHead>().AnyAsync(head => head.Index == index); attempt++)
        {
            Assert.True(attempt < 200, $"No head at place {index}.");
            await Task.Delay(50);
        }
    }
}
