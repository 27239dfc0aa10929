using System.Diagnostics;

namespace Gantry.Bench.EndToEnd;

/// <summary>Closed loops of requests: each connection sends its next one when the last has ended.</summary>
internal sealed class LoadClient : IDisposable
{
#pragma warning disable RS0030 // The load generator is a client: it must not go through the gateway's own sender.
    readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 1024 }) { Timeout = TimeSpan.FromSeconds(30) };
#pragma warning restore RS0030

    public void Dispose() => _http.Dispose();

    /// <summary>As many requests as fit into the bounds of <paramref name="options"/>.</summary>
    public async Task<StageResult> RunAsync(LoadTarget target, Dialect dialect, bool stream, LoadOptions options, CancellationToken cancellation)
    {
        var result = new StageResult();
        var left = options.Requests;
        var (since, cpu) = (Stopwatch.GetTimestamp(), target.Process.Cpu);
        await Task.WhenAll(Enumerable.Range(0, options.Connections).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0 && Stopwatch.GetElapsedTime(since) < options.Stage)
            {
                var begin = Stopwatch.GetTimestamp();
                var model = stream ? target.Models.Streamed : target.Models.Whole;
                var fault = await SendAsync(dialect.Request(target.Address, target.Key, model, stream), Drain, cancellation);
                result.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds, fault);
            }
        }));
        result.Close(Stopwatch.GetElapsedTime(since), target.Process.Cpu - cpu, target.Process.Resident);
        return result;

        static Task Drain(Stream body, CancellationToken cancellation) => body.CopyToAsync(Stream.Null, cancellation);
    }

    /// <summary>One paced stream on each of the options' streams; the result's times are those of events.</summary>
    public async Task<StageResult> PaceAsync(LoadTarget target, Dialect dialect, LoadOptions options, CancellationToken cancellation)
    {
        var result = new StageResult();
        var (since, cpu) = (Stopwatch.GetTimestamp(), target.Process.Cpu);
        await Task.WhenAll(Enumerable.Range(0, options.Streams).Select(async number =>
        {
            // Apart, so that their events do not all fall on the same moment.
            await Task.Delay(number % 10, cancellation);
            var reader = new StampReader();
            var request = dialect.Request(target.PacedAddress, target.Key, target.Models.Paced, stream: true);
            var fault = await SendAsync(request, reader.ReadAsync, cancellation);
            result.AddEvents(reader.Delays, fault ?? (reader.Delays.Count == Metronome.Events ? null : $"{reader.Delays.Count} events came"));
        }));
        result.Close(Stopwatch.GetElapsedTime(since), target.Process.Cpu - cpu, target.Process.Resident);
        return result;
    }

    // Null, or what went wrong.
    async Task<string?> SendAsync(HttpRequestMessage message, Func<Stream, CancellationToken, Task> read, CancellationToken cancellation)
    {
        using var request = message;
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!answer.IsSuccessStatusCode)
            {
                return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellation)}";
            }

            await read(await answer.Content.ReadAsStreamAsync(cancellation), cancellation);
            return null;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return fault.Message;
        }
    }
}
