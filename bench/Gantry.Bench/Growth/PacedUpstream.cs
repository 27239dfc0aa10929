using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gantry.Bench.Growth;

/// <summary>
/// A provider of Chat on bare sockets, so that it costs next to nothing beside the gateway: a whole answer at once, or a stream whose events come at a
/// pace and carry the moment they were written.
/// </summary>
internal sealed class PacedUpstream : IDisposable
{
    const string Opening = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" ";
    const string Closing = "\"},\"finish_reason\":null}]}\n\n";
    const string End =
        "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
        + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5,\"total_tokens\":8}}\n\ndata: [DONE]\n\n";

    static readonly byte[] s_whole = Whole();
    static readonly byte[] s_head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"u8.ToArray();
    static readonly byte[] s_end = Encoding.ASCII.GetBytes($"{End.Length:x}\r\n{End}\r\n0\r\n\r\n");

    readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    readonly CancellationTokenSource _stop = new();
    readonly int _events;
    readonly TimeSpan _pace;

    /// <param name="events">Events of a stream.</param>
    /// <param name="pace">Between two of them.</param>
    public PacedUpstream(int events, TimeSpan pace)
    {
        (_events, _pace) = (events, pace);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(8192);
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>The moment in the last event of some bytes, in ticks of the stopwatch; 0 for none.</summary>
    public static long StampIn(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.LastIndexOf("\"content\":\" "u8);
        return at >= 0 && Utf8Parser.TryParse(bytes[(at + 12)..], out long stamp, out _) ? stamp : 0;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                socket.NoDelay = true;
                _ = ServeAsync(socket);
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    async Task ServeAsync(Socket socket)
    {
        using var own = socket;
        var request = new byte[4096];
        try
        {
            while (true)
            {
                var length = 0;
                while (!HttpText.IsWhole(request.AsSpan(0, length)))
                {
                    if (length == request.Length) Array.Resize(ref request, 2 * length);
                    var read = await socket.ReceiveAsync(request.AsMemory(length), _stop.Token);
                    if (read == 0) return;
                    length += read;
                }

                if (request.AsSpan(0, length).IndexOf("\"stream\":true"u8) >= 0) await StreamAsync(socket);
                else await socket.SendAsync(s_whole, _stop.Token);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    async Task StreamAsync(Socket socket)
    {
        await socket.SendAsync(s_head, _stop.Token);
        var next = Stopwatch.GetTimestamp();
        var chunk = new byte[256];
        for (var number = 0; number < _events; number++)
        {
            await socket.SendAsync(chunk.AsMemory(0, Event(chunk)), _stop.Token);
            next += (long)(_pace.TotalSeconds * Stopwatch.Frequency);
            var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), next);
            if (left > TimeSpan.Zero) await Task.Delay(left, TimeProvider.System, _stop.Token);
        }

        await socket.SendAsync(s_end, _stop.Token);
    }

    static int Event(Span<byte> into)
    {
        const int digits = 19;
        var size = Opening.Length + digits + Closing.Length;
        System.Text.Unicode.Utf8.TryWrite(into, System.Globalization.CultureInfo.InvariantCulture, $"{size:x}\r\n{Opening}{Stopwatch.GetTimestamp():d19}{Closing}\r\n", out var length);
        return length;
    }

    static byte[] Whole()
    {
        var body = """{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Something."},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}""";
        return Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {body.Length}\r\n\r\n{body}");
    }
}
