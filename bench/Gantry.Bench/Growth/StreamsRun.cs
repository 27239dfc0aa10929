using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Gantry.Bench.Growth;

/// <summary>Many slow streams at once through a gateway process: what each holds of its memory, and whether any stalls.</summary>
internal sealed class StreamsRun(string gantry, int streams, int events, TimeSpan pace, TextWriter output)
{
    const int MostPerStream = 60 * 1024;

    // Openings a second: a crowd that comes at once measures the crowd.
    const int Rate = 500;

    readonly long[] _histogram = new long[1_000_000];
    long _received;
    int _failed;
    int _open;

    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var gantry = new Option<string>("--gantry") { Description = "gateway to start (.dll or executable)", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "gantry.dll") };
        var streams = new Option<int>("--streams") { Description = "streams at once", DefaultValueFactory = _ => 5_000 };
        var events = new Option<int>("--events") { Description = "events of each", DefaultValueFactory = _ => 30 };
        var pace = new Option<int>("--pace") { Description = "milliseconds between two events of a stream", DefaultValueFactory = _ => 1_000 };
        var command = new RootCommand("Opens slow streams through gantry and tells what each holds of its memory. Needs ulimit -n above twice the streams.") { gantry, streams, events, pace };
        command.SetAction((parsed, cancellation) => new StreamsRun(
            Path.GetFullPath(parsed.GetRequiredValue(gantry)), parsed.GetValue(streams), parsed.GetValue(events), TimeSpan.FromMilliseconds(parsed.GetValue(pace)), output).RunAsync(cancellation));
        return command.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
    }

    async Task<int> RunAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("gantry-streams-");
        try
        {
            using var upstream = new PacedUpstream(events, pace);
            using var quick = new PacedUpstream(1, TimeSpan.Zero);
            var file = Path.Combine(folder.FullName, "gantry.yaml");
            await File.WriteAllTextAsync(file, GrowthFile.Yaml(quick.Address, upstream.Address), cancellation);
            using var gateway = await GatewayProcess.StartAsync(
                gantry, ["serve", "--config", file, "--data", Path.Combine(folder.FullName, "data"), "--max-requests", (2 * streams).ToString(CultureInfo.InvariantCulture)], cancellation);
            await WarmUpAsync(gateway, cancellation);
            var (resident, own) = gateway.Memory();
            var (mostResident, mostOwn) = (0L, 0L);
            var cpu = gateway.Cpu;
            var request = RawClient.Request(Dialect.All[0], GrowthFile.Key, GrowthFile.Paced, stream: true);
            var running = new List<Task>(streams);
            for (var number = 0; number < streams; number++)
            {
                running.Add(FollowAsync(gateway.Address, request, cancellation));
                if (number % (Rate / 20) == 0) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation);
            }

            var all = Task.WhenAll(running);
            while (!all.IsCompleted)
            {
                await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, cancellation));
                // At the end of the run they go one by one.
                if (Volatile.Read(ref _open) < streams * 99 / 100) continue;
                var (now, nowOwn) = gateway.Memory();
                (mostResident, mostOwn) = (Math.Max(mostResident, now), Math.Max(mostOwn, nowOwn));
            }

            var spent = gateway.Cpu - cpu;
            var (each, eachOwn) = ((mostResident - resident) / streams, (mostOwn - own) / streams);
            await output.WriteLineAsync("| streams | events | failed | base MiB | most MiB | KiB a stream (resident) | KiB a stream (private) | late p50 ms | late p99 ms | late p99.9 ms | late most ms | CPU µs an event |");
            await output.WriteLineAsync("|---|---|---|---|---|---|---|---|---|---|---|---|");
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {streams} | {_received} | {_failed} | {resident / 1048576.0:F0} | {mostResident / 1048576.0:F0} | {each / 1024.0:F1} | {eachOwn / 1024.0:F1} | {Late(0.5):F2} | {Late(0.99):F1} | {Late(0.999):F1} | {Late(1):F1} | {spent.TotalMicroseconds / Math.Max(1, _received):F0} |"));
            return _failed == 0 && each <= MostPerStream ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // What is compiled, pooled and collected once is base, not stream.
    static async Task WarmUpAsync(GatewayProcess gateway, CancellationToken cancellation)
    {
        var request = RawClient.Request(Dialect.All[0], GrowthFile.Key, GrowthFile.Streamed, stream: true);
        for (var number = 0; number < 2_000; number += 50)
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
            {
                using var client = await RawClient.ConnectAsync(gateway.Address, cancellation);
                await client.AskAsync(request, cancellation);
            }));
        }

        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, cancellation);
    }

    async Task FollowAsync(Uri gateway, byte[] request, CancellationToken cancellation)
    {
        var buffer = new byte[2048];
        var ended = false;
        var counted = false;
        try
        {
            using var client = await RawClient.ConnectAsync(gateway, cancellation);
            await client.FollowAsync(request, buffer, Take, cancellation);
        }
        catch (System.Net.Sockets.SocketException)
        {
            ended = false;
        }

        if (counted) Interlocked.Decrement(ref _open);
        if (!ended) Interlocked.Increment(ref _failed);

        bool Take(int length)
        {
            var bytes = buffer.AsSpan(0, length);
            if (PacedUpstream.StampIn(bytes) is > 0 and var written)
            {
                if (!counted) Interlocked.Increment(ref _open);
                counted = true;
                var late = Stopwatch.GetElapsedTime(written);
                Interlocked.Increment(ref _histogram[Math.Min(_histogram.Length - 1, (int)(late.TotalMicroseconds / 10))]);
                Interlocked.Increment(ref _received);
            }

            return ended = bytes.EndsWith("0\r\n\r\n"u8) || bytes.IndexOf("\r\n0\r\n"u8) >= 0;
        }
    }

    /// <summary>In milliseconds from the provider's write to the client's read.</summary>
    double Late(double share)
    {
        var wanted = (long)Math.Ceiling(share * _received);
        long seen = 0;
        for (var at = 0; at < _histogram.Length; at++)
        {
            seen += _histogram[at];
            if (seen >= wanted) return at / 100.0;
        }

        return 0;
    }
}
