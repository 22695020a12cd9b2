using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Crypto.Keys;
using Trust.Documents.Verification;
using Trust.License.Checking;
using Trust.License.Data;
using Trust.License.Log;
using Trust.License.States;
using Trust.License.Tests.Issuing;
using Trust.Testing;

namespace Trust.License.Tests.Checking;

/// <summary>The published list of states: what it says, how long it is believed, and what hostile bytes do to its reader.</summary>
public sealed class StateListTests(CheckingNode node) : IClassFixture<CheckingNode>
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    private ISigningKey Key => node.App.Services.GetRequiredService<LogKey>().Key;

    private ReadOnlySpan<byte> PublicKey => Key.SubjectPublicKeyInfo.Span;

    [Fact]
    [Requirement("LIC-08")]
    public async Task Expired_list_says_nothing_of_a_valid_licence_and_still_tells_of_a_revoked_one()
    {
        var (id, file) = await IssueAsync();
        Assert.Equal(Force.InForce, node.Check(file).Force);
        var late = node.Check(file, TimeSpan.FromMinutes(6));
        Assert.Equal((Indication.TotalPassed, Force.Unknown), (late.Report.Indication, late.Force));
        Assert.InRange(late.StateAgeSeconds!.Value, 350, 500);
        Assert.Equal("这份证照是真的，但现在查不到它是否还有效。", late.Report.Sentence.Zh);

        await SetAsync(id, LicenceState.Revoked);
        foreach (var report in new[] { node.Check(file), node.Check(file, TimeSpan.FromMinutes(6)), node.Check(file, TimeSpan.FromHours(23)) })
        {
            Assert.Equal((Indication.TotalPassed, Force.NotInForce, StateNames.Revoked), (report.Report.Indication, report.Force, report.State));
            Assert.Equal("这份证照是真的，但已被吊销，不能用。", report.Report.Sentence.Zh);
            Assert.DoesNotContain(report.Report.Checks, check => check.Id == "STA-STATE" && check.Conclusion is not null);
        }

        // Where the trust list has expired too, the file is not confirmed and the state is told all the same.
        var old = node.Check(file, TimeSpan.FromDays(3));
        Assert.Equal((Indication.Indeterminate, Force.NotInForce), (old.Report.Indication, old.Force));
    }

    [Fact]
    public async Task Withheld_licence_is_not_in_force_only_while_the_list_is_fresh()
    {
        var (id, file) = await IssueAsync();
        await SetAsync(id, LicenceState.Suspended);
        Assert.Equal((Force.NotInForce, StateNames.Suspended), (node.Check(file).Force, node.Check(file).State));
        Assert.Equal((Force.Unknown, StateNames.Unknown), (node.Check(file, TimeSpan.FromMinutes(6)).Force, node.Check(file, TimeSpan.FromMinutes(6)).State));
        await SetAsync(id, LicenceState.Valid);
        Assert.Equal(Force.InForce, node.Check(file).Force);
    }

    [Theory]
    [InlineData("Annulled")]
    [InlineData("Cancelled")]
    [InlineData("Transferred")]
    public async Task Every_final_state_is_told(string name)
    {
        var (id, file) = await IssueAsync();
        await SetAsync(id, Enum.Parse<LicenceState>(name));
        var report = node.Check(file, TimeSpan.FromMinutes(30));
        Assert.Equal((Force.NotInForce, name.ToLowerInvariant()), (report.Force, report.State));
    }

    [Fact]
    public async Task Replaced_version_says_which_one_counts()
    {
        var (id, file) = await IssueAsync();
        await node.App.LookAsync(db => db.Licences.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.CurrentVersion, 3)));
        await node.RefreshAsync();
        var report = node.Check(file);
        Assert.Equal((Indication.TotalPassed, Force.NotInForce, StateNames.Superseded, 3), (report.Report.Indication, report.Force, report.State, report.Licence!.CurrentVersion));
    }

    [Fact]
    public void Dates_count_without_any_list()
    {
        using var empty = new TemporaryFolder();
        File.Copy(Path.Combine(node.DataFolder, "trust", StateList.KeyFileName), Path.Combine(empty.Path, StateList.KeyFileName));
        var report = node.Check(node.File, folder: empty.Path);
        Assert.Equal((Indication.TotalPassed, Force.Unknown, null), (report.Report.Indication, report.Force, report.StateSource));
        var ended = node.Check(node.File, TimeSpan.FromDays(366 * 5), empty.Path);
        Assert.Equal((Force.NotInForce, StateNames.Expired, StateSources.Dates), (ended.Force, ended.State, ended.StateSource));
    }

    [Fact]
    public async Task List_from_the_future_is_not_fresh()
    {
        var (_, file) = await IssueAsync();
        Assert.Equal(Force.Unknown, node.Check(file, TimeSpan.FromDays(-1)).Force);
    }

    [Fact]
    public async Task Older_news_never_take_the_place_of_newer_ones()
    {
        var path = Path.Combine(node.DataFolder, "trust", StateList.FileName);
        var newer = StateList.Write("localhost/log", TimeProvider.System.GetUtcNow().AddHours(1), TimeProvider.System.GetUtcNow().AddHours(2), [], Key);
        await File.WriteAllBytesAsync(path, newer);
        await node.RefreshAsync();
        Assert.Equal(newer, await File.ReadAllBytesAsync(path));

        // What somebody else wrote is no news at all.
        await File.WriteAllTextAsync(path, "{}");
        await node.RefreshAsync();
        Assert.True(StateList.TryRead(await File.ReadAllBytesAsync(path), PublicKey, out _, out _));
    }

    [Fact]
    public void Two_lists_of_the_same_states_have_nothing_in_common()
    {
        (string, ListedState)[] states = [("1.2.156.3005.2.X", new(StateNames.Revoked, 0))];
        Assert.NotEqual(Entries(Write(states)), Entries(Write(states)));
        Assert.DoesNotContain("1.2.156", Encoding.UTF8.GetString(Content(Write(states))), StringComparison.Ordinal);
    }

    [Fact]
    public void Three_hundred_thousand_entries_are_written_read_and_found()
    {
        var states = Enumerable.Range(0, 300_000).Select(number => ($"1.2.156.3005.2.{number}", new ListedState(number % 2 == 0 ? StateNames.Revoked : StateNames.Superseded, number % 2 == 0 ? 0 : 7))).ToList();
        var watch = Stopwatch.StartNew();
        var file = Write(states);
        Assert.True(StateList.TryRead(file, PublicKey, out var list, out var fault), fault);
        Assert.Equal(states.Count, list.Count);
        for (var number = 0; number < states.Count; number += 997)
        {
            Assert.Equal(states[number].Item2, list.Find(states[number].Item1));
        }

        Assert.Null(list.Find("1.2.156.3005.2.none"));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Fact]
    public void Hostile_bytes_are_refused_and_never_throw()
    {
        var good = Write([("a", new(StateNames.Revoked, 0)), ("b", new(StateNames.Superseded, 2))]);
        Assert.True(StateList.TryRead(good, PublicKey, out _, out _));
        var random = new Random(38540);
        for (var round = 0; round < 2000; round++)
        {
            var changed = good.ToArray();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            Assert.False(StateList.TryRead(changed, PublicKey, out _, out _) && !SameMembers(good, changed));
        }

        for (var length = 0; length < good.Length; length += 7)
        {
            Assert.False(StateList.TryRead(good.AsSpan(0, length), PublicKey, out _, out _));
        }

        foreach (var text in new[] { "", "null", "[]", "{}", "{\"content\":null,\"signature\":null}", "{\"content\":\"AA==\"}", "{\"content\":\"!\",\"signature\":\"!\"}", new string('[', 100_000), "{\"content\":\"AA==\",\"content\":\"AA==\",\"signature\":\"AA==\"}" })
        {
            Assert.False(StateList.TryRead(Encoding.UTF8.GetBytes(text), PublicKey, out _, out var fault));
            Assert.NotNull(fault);
        }

        Assert.False(StateList.TryRead(good, new byte[91], out _, out _));
    }

    [Theory]
    [InlineData("unsorted")]
    [InlineData("twice")]
    [InlineData("unknown state")]
    [InlineData("replaced by nothing")]
    [InlineData("revoked by a version")]
    [InlineData("half an entry")]
    [InlineData("short salt")]
    [InlineData("ends before it begins")]
    [InlineData("another version")]
    [InlineData("another member")]
    [InlineData("no origin")]
    public void List_that_the_key_signed_is_still_read_strictly(string fault)
    {
        var inner = JsonNode.Parse(Content(Write([("a", new(StateNames.Revoked, 0)), ("b", new(StateNames.Revoked, 0))])))!.AsObject();
        var entries = Convert.FromBase64String(inner["entries"]!.GetValue<string>());
        switch (fault)
        {
            case "unsorted": entries = [.. entries[35..], .. entries[..35]]; break;
            case "twice": entries = [.. entries[..35], .. entries[..35]]; break;
            case "unknown state": entries[32] = 7; break;
            case "replaced by nothing": entries[32] = 5; break;
            case "revoked by a version": entries[34] = 1; break;
            case "half an entry": entries = entries[..50]; break;
            case "short salt": inner["salt"] = "AAAA"; break;
            case "ends before it begins": inner["expiresAt"] = "2020-01-01T00:00:00+00:00"; break;
            case "another version": inner["version"] = 2; break;
            case "another member": inner["more"] = true; break;
            default: inner["origin"] = "a b"; break;
        }

        inner["entries"] = Convert.ToBase64String(entries);
        Assert.False(StateList.TryRead(Sign(Encoding.UTF8.GetBytes(inner.ToJsonString()), "trust-licence-states-v1\0"), PublicKey, out _, out _));
    }

    [Fact]
    public void Signature_for_another_purpose_does_not_sign_a_list()
    {
        var content = Content(Write([]));
        Assert.True(StateList.TryRead(Sign(content, "trust-licence-states-v1\0"), PublicKey, out _, out _));
        Assert.False(StateList.TryRead(Sign(content, ""), PublicKey, out _, out _));
    }

    private byte[] Write(IReadOnlyCollection<(string, ListedState)> states) => StateList.Write("localhost/log", Now, Now.AddMinutes(5), states, Key);

    private byte[] Sign(byte[] content, string prefix) => JsonSerializer.SerializeToUtf8Bytes(new { content, signature = Key.Sign((byte[])[.. Encoding.ASCII.GetBytes(prefix), .. content]) });

    private static byte[] Content(byte[] file) => JsonDocument.Parse(file).RootElement.GetProperty("content").GetBytesFromBase64();

    private static string Entries(byte[] file) => JsonDocument.Parse(Content(file)).RootElement.GetProperty("entries").GetString()!;

    // A changed letter's case in a member's name changes nothing of what was signed.
    private static bool SameMembers(byte[] good, byte[] changed) => string.Equals(Encoding.UTF8.GetString(good), Encoding.UTF8.GetString(changed), StringComparison.OrdinalIgnoreCase);

    private async Task<(Guid Id, byte[] File)> IssueAsync()
    {
        using var machine = await node.App.MachineAsync();
        var issued = await machine.IssueAsync();
        await node.RefreshAsync();
        return (issued.LicenceId, await machine.FileAsync(issued.LicenceId));
    }

    private async Task SetAsync(Guid licence, LicenceState state)
    {
        await node.App.LookAsync(db => db.Licences.Where(row => row.Id == licence).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, state)));
        await node.RefreshAsync();
    }
}
