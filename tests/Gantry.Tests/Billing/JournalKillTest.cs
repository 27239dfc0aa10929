using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Gantry.Billing;
using Xunit;

namespace Gantry.Tests.Billing;

public sealed class JournalKillTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task R_60_Every_request_is_settled_once_after_kill_9(int seed)
    {
        using var folder = new TemporaryFolder();
        var confirmed = await KillAsync(folder, afterSteps: new Random(seed).Next(50, 5_000));
        var dispatched = Ids(confirmed, "dispatched");
        var finished = Ids(confirmed, "finished");
        var stored = Ids(confirmed, "stored");
        var progress = confirmed.Where(step => step[0] == "progress").GroupBy(step => step[1])
            .ToDictionary(steps => steps.Key, steps => steps.Max(step => int.Parse(step[2], CultureInfo.InvariantCulture)));

        // Those that the store had, and what of them a mark that stood before them brings back.
        var store = new FakeUsageStore();
        await store.InsertAsync([.. stored.Select(id => UsageRecords.Numbered(0) with { RequestId = id })], CancellationToken.None);
        using var journal = JournalRig.Open(folder);
        using var writer = JournalRig.Writer(folder, journal, store);
        await writer.StartAsync(CancellationToken.None);
        await writer.Recovered.WaitAsync(TimeSpan.FromSeconds(20));
        await writer.StopAsync(CancellationToken.None);

        Assert.NotEmpty(finished);
        Assert.Empty(dispatched.Except(store.Ids));
        Assert.Equal(store.Ids.Length, store.Ids.Distinct().Count());
        Assert.All(journal.Damage, piece => Assert.True(piece.TornTail));

        // One step of each caller may have been taken without the word that it was.
        Assert.InRange(store.Ids.Except(dispatched).Count(), 0, 4);
        Assert.All(finished, id => Assert.Null(store.Find(id).ErrorCode));
        var running = dispatched.Where(id => int.Parse(id.Split('_')[2], CultureInfo.InvariantCulture) % 3 == 2).ToArray();
        Assert.All(running, id => Assert.Equal(UnpricedOrphans.ErrorCode, store.Find(id).ErrorCode));
        Assert.All(running, id => Assert.InRange(store.Find(id).Usage.Output, progress.GetValueOrDefault(id), progress.GetValueOrDefault(id) + 1));
        var ended = dispatched.Except(finished).Except(running).Where(id => store.Find(id).ErrorCode is null);
        Assert.InRange(ended.Count(), 0, 4);
    }

    static string[] Ids(List<string[]> steps, string kind) => [.. steps.Where(step => step[0] == kind).Select(step => step[1])];

    static async Task<List<string[]>> KillAsync(TemporaryFolder folder, int afterSteps)
    {
        using var victim = Start(folder.Path);
        var lines = new List<string>();
        string? line;
        try
        {
            Assert.Equal("ready", await victim.StandardOutput.ReadLineAsync());
            while (lines.Count < afterSteps && (line = await victim.StandardOutput.ReadLineAsync(CancellationToken.None)) is not null)
            {
                lines.Add(line);
            }
        }
        finally
        {
            victim.Kill();
        }

        // What the victim confirmed before it died may still be in the pipe; its last line may be cut.
        var rest = await victim.StandardOutput.ReadToEndAsync();
        lines.AddRange(rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await victim.WaitForExitAsync();
        return lines.ConvertAll(line => line.Split(' '));
    }

    static Process Start(string folder)
    {
        var host = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var start = new ProcessStartInfo(File.Exists(host) ? host : "dotnet", [Path.Combine(AppContext.BaseDirectory, "Gantry.CrashVictim.dll"), folder])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return Process.Start(start)!;
    }
}
