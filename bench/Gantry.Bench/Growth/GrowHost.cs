using System.Diagnostics;
using System.Globalization;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Hosting;
using Gantry.Management.Rows;
using Microsoft.Extensions.DependencyInjection;

namespace Gantry.Bench.Growth;

/// <summary>A gateway in a process of its own that tells what it has allocated: for each line that it reads, one that answers.</summary>
internal static class GrowHost
{
    public static async Task<int> RunAsync(string folder, string file, TextReader input, TextWriter output)
    {
        var since = Stopwatch.GetTimestamp();
        await using var gateway = await GatewayHost.StartAsync(
            new HostingOptions { DataFolder = folder, Urls = "http://127.0.0.1:0", ConfigFile = file == "-" ? null : file, CommandLog = Path.Combine(folder, "server.log") }, CancellationToken.None);
        await SayAsync(output, $"{gateway.Address.OriginalString} {Stopwatch.GetElapsedTime(since).TotalMilliseconds:F0}");
        while (await input.ReadLineAsync() is { } word)
        {
            switch (word)
            {
                case "state":
                    await SayAsync(output, $"{GC.GetTotalAllocatedBytes()} {Environment.CpuUsage.TotalTime.TotalMicroseconds:F0}");
                    break;
                case "heap":
                    await SayAsync(output, $"{GC.GetTotalMemory(forceFullCollection: true)}");
                    break;
                case "edit":
                    var spent = Environment.CpuUsage.TotalTime;
                    var (took, reload) = await EditAsync(gateway);
                    await SayAsync(output, $"{took.TotalMilliseconds:F0} {reload.TotalMilliseconds:F0} {(Environment.CpuUsage.TotalTime - spent).TotalMilliseconds:F0}");
                    break;
                default:
                    return 2;
            }
        }

        return 0;
    }

    // As the management API edits one row, rules and all.
    static async Task<(TimeSpan Edit, TimeSpan Reload)> EditAsync(GatewayHost gateway)
    {
        var before = gateway.Snapshot.Version;
        var since = Stopwatch.GetTimestamp();
        await gateway.Services.GetRequiredService<ICatalogStore>().EditAsync(
            rows =>
            {
                var model = rows.Models[^1];
                RowChange[] changes = [new(model with { DisplayName = "edited " + rows.Version.ToString(CultureInfo.InvariantCulture) }, model)];
                if (!CatalogEditor.Wrong(rows, changes).IsEmpty) throw new InvalidOperationException("The edit is refused.");
                return (changes, 0);
            },
            AuditNote.OfCommand("model.change"),
            CancellationToken.None);
        var edited = Stopwatch.GetTimestamp();
        while (gateway.Snapshot.Version == before) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        return (Stopwatch.GetElapsedTime(since, edited), Stopwatch.GetElapsedTime(edited));
    }

    static async Task SayAsync(TextWriter output, FormattableString text)
    {
        await output.WriteLineAsync(text.ToString(CultureInfo.InvariantCulture));
        await output.FlushAsync();
    }
}
