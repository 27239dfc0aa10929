using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Gantry.Bench.Growth;

/// <summary>One connection of a client, on a bare socket: what it costs is the same whatever it asks for.</summary>
internal sealed class RawClient : IDisposable
{
    readonly Socket _socket;
    byte[] _answer = new byte[8192];
    int _length;

    RawClient(Socket socket) => _socket = socket;

    /// <summary>What came last, from the status line on.</summary>
    public ReadOnlySpan<byte> Answer => _answer.AsSpan(0, _length);

    public static async Task<RawClient> ConnectAsync(Uri target, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(target.Host, target.Port, cancellation);
        return new RawClient(socket);
    }

    /// <summary>The bytes of a request in a protocol.</summary>
    public static byte[] Request(Dialect dialect, string key, string model, bool stream)
    {
        using var message = dialect.Request(new Uri("http://gateway"), key, model, stream);
        var body = dialect.Body.Replace("{0}", model, StringComparison.Ordinal).Replace("{1}", stream ? "true" : "false", StringComparison.Ordinal);
        var text = new StringBuilder($"POST {message.RequestUri!.PathAndQuery} HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\ncontent-length: {body.Length}\r\n");
        foreach (var (name, values) in message.Headers) text.Append(name).Append(": ").Append(string.Join(", ", values)).Append("\r\n");
        return Encoding.ASCII.GetBytes(text.Append("\r\n").Append(body).ToString());
    }

    /// <summary>Sends a request and reads its answer to the end.</summary>
    /// <returns>How long that took.</returns>
    /// <exception cref="InvalidOperationException">The answer is not 200, or has no end.</exception>
    public async Task<TimeSpan> AskAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        _length = 0;
        await _socket.SendAsync(request, cancellation);
        while (!HttpText.IsWhole(Answer))
        {
            if (_length == _answer.Length) Array.Resize(ref _answer, 2 * _length);
            var read = await _socket.ReceiveAsync(_answer.AsMemory(_length), cancellation);
            if (read == 0) throw new InvalidOperationException($"The answer has no end: {Encoding.UTF8.GetString(Answer)}");
            _length += read;
        }

        var took = Stopwatch.GetElapsedTime(since);
        return HttpText.Status(Answer) == 200 ? took : throw new InvalidOperationException(Encoding.UTF8.GetString(Answer));
    }

    /// <summary>Sends a request and reads piece by piece.</summary>
    /// <param name="request">The bytes of the request.</param>
    /// <param name="buffer">Takes each piece.</param>
    /// <param name="taken">Told of the length of each; says whether that was all.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task FollowAsync(ReadOnlyMemory<byte> request, Memory<byte> buffer, Func<int, bool> taken, CancellationToken cancellation)
    {
        await _socket.SendAsync(request, cancellation);
        int read;
        do
        {
            read = await _socket.ReceiveAsync(buffer, cancellation);
        }
        while (read > 0 && !taken(read));
    }

    public void Dispose() => _socket.Dispose();
}
