using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gantry.Tests.Relay.Face;

/// <summary>An HTTP proxy on loopback that leads everything to one place and remembers who asked for what.</summary>
internal sealed class ForwardProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _target;
    private readonly string? _password;
    private readonly Task _accepting;

    /// <param name="target">Where everything is led, whatever was asked for.</param>
    /// <param name="password">User and password that it wants, as <c>user:password</c>; null wants none.</param>
    public ForwardProxy(Uri target, string? password = null)
    {
        _target = target;
        _password = password is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(password));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Authority => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The request lines that were let through.</summary>
    public ConcurrentQueue<string> Passed { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            var (head, rest) = await ReadHeadAsync(near.GetStream());
            var line = head[..head.IndexOf("\r\n", StringComparison.Ordinal)];
            if (_password is not null && !head.Contains($"Proxy-Authorization: {_password}", StringComparison.OrdinalIgnoreCase))
            {
                await near.GetStream().WriteAsync("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _stop.Token);
                return;
            }

            Passed.Enqueue(line);
            await far.ConnectAsync(_target.Host, _target.Port, _stop.Token);
            if (line.StartsWith("CONNECT ", StringComparison.Ordinal))
            {
                await near.GetStream().WriteAsync("HTTP/1.1 200 Fine\r\n\r\n"u8.ToArray(), _stop.Token);
            }
            else
            {
                var origin = line.Replace(new Uri(line.Split(' ')[1]).GetLeftPart(UriPartial.Authority), "", StringComparison.Ordinal);
                await far.GetStream().WriteAsync(Encoding.Latin1.GetBytes(origin + "\r\nConnection: close" + head[line.Length..]), _stop.Token);
            }

            await far.GetStream().WriteAsync(rest, _stop.Token);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), _stop.Token), far.GetStream().CopyToAsync(near.GetStream(), _stop.Token));
        }
        catch (Exception over) when (over is IOException or OperationCanceledException or SocketException)
        {
            // One side closed; the other is closed with it.
        }
    }

    private async Task<(string Head, byte[] Behind)> ReadHeadAsync(NetworkStream stream)
    {
        var seen = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                throw new IOException("closed");
            }

            seen.Write(buffer, 0, read);
            var end = seen.ToArray().AsSpan().IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var all = seen.ToArray();
                return (Encoding.Latin1.GetString(all, 0, end + 4), all[(end + 4)..]);
            }
        }
    }
}
