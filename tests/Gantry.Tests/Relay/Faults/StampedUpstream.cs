using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Gantry.Tests.Relay.Faults;

/// <summary>An upstream on a bare socket that notes when it sends each event of an answer in Chat: one answer at a time.</summary>
internal sealed partial class StampedUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly TimeSpan _interval;
    private readonly Task _serve;

    /// <param name="events">How many events with content each answer has.</param>
    /// <param name="interval">Between two of them.</param>
    public StampedUpstream(int events, TimeSpan interval)
    {
        (Sent, _interval) = (new long[events], interval);
        _listener.Start();
        _serve = ListenAsync(_end.Token);
    }

    public Uri BaseUrl => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>When each event of the last answer was handed to the socket; monotonic.</summary>
    public long[] Sent { get; }

    /// <summary>What marks an event in the bytes.</summary>
    public static string Mark(int number) => $"#{number}#";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _serve.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task ListenAsync(CancellationToken end)
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                served.Add(ServeAsync(await _listener.AcceptSocketAsync(end), end));
            }
        }
        finally
        {
            await Task.WhenAll(served).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken end)
    {
        using var connection = socket;
        connection.NoDelay = true;
        var buffer = new byte[64 * 1024];
        var text = "";
        while (true)
        {
            var read = await connection.ReceiveAsync(buffer, end);
            if (read == 0)
            {
                return;
            }

            text += Encoding.UTF8.GetString(buffer, 0, read);
            if (IsWhole(text))
            {
                text = "";
                await AnswerAsync(connection, end);
            }
        }
    }

    private static bool IsWhole(string request)
    {
        var body = request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        var length = Length().Match(request);
        return body >= 4 && length.Success && request.Length - body >= int.Parse(length.Groups["length"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private async Task AnswerAsync(Socket connection, CancellationToken end)
    {
        await connection.SendAsync("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"u8.ToArray(), end);
        for (var number = 0; number < Sent.Length; number++)
        {
            var bytes = Chunk($$$"""{"id":"c1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"{{{Mark(number)}}}"}}]}""");
            Sent[number] = Stopwatch.GetTimestamp();
            await connection.SendAsync(bytes, end);
            await Task.Delay(_interval, end);
        }

        await connection.SendAsync(
            (byte[])[.. Chunk("""{"id":"c1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""), .. Chunk("[DONE]"), .. "0\r\n\r\n"u8], end);
    }

    private static byte[] Chunk(string data)
    {
        var text = $"data: {data}\n\n";
        return Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");
    }

    [GeneratedRegex(@"content-length: (?<length>\d+)\r\n", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Length();
}
