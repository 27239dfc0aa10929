using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace Gantry.Tests.Billing;

public sealed class JournalKillTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_append_that_returned_is_there_after_kill_9(int seed)
    {
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        using var victim = Start(folder.Path);
        var confirmed = new List<string>();
        string? line;
        try
        {
            Assert.Equal("ready", await victim.StandardOutput.ReadLineAsync());
            using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(20, 400)));
            while (!limit.IsCancellationRequested && (line = await victim.StandardOutput.ReadLineAsync(CancellationToken.None)) is not null)
            {
                confirmed.Add(line);
            }
        }
        finally
        {
            victim.Kill();
        }

        // What the victim confirmed before it died may still be in the pipe; its last line may be cut.
        var rest = await victim.StandardOutput.ReadToEndAsync();
        confirmed.AddRange(rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await victim.WaitForExitAsync();

        var (ids, damage) = JournalRig.Left(folder);

        Assert.NotEmpty(confirmed);
        Assert.Empty(confirmed.Except(ids));
        Assert.All(damage, piece => Assert.True(piece.TornTail));
        Assert.Equal(ids.Length, ids.Distinct().Count());
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
