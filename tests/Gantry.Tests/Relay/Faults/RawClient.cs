using System.Net.Sockets;

namespace Gantry.Tests.Relay.Faults;

/// <summary>A client on a bare socket, so that a test decides how it leaves.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket;

    private RawClient(Socket socket) => _socket = socket;

    /// <param name="server">Where to connect.</param>
    /// <param name="receiveBuffer">Bytes that the kernel may hold for a client that does not read; null for the system's choice.</param>
    public static async Task<RawClient> ConnectAsync(Uri server, int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } size)
        {
            socket.ReceiveBufferSize = size;
        }

        await socket.ConnectAsync(server.Host, server.Port);
        return new RawClient(socket);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes)..];
        }
    }

    /// <summary>Reads until <paramref name="text"/> has come, or the server ends.</summary>
    public async Task<string> ReadToAsync(string text)
    {
        var read = "";
        var buffer = new byte[4096];
        while (!read.Contains(text, StringComparison.Ordinal))
        {
            var count = await _socket.ReceiveAsync(buffer);
            if (count == 0)
            {
                break;
            }

            read += System.Text.Encoding.UTF8.GetString(buffer, 0, count);
        }

        return read;
    }

    /// <summary>Reads until <paramref name="text"/> has come so often.</summary>
    /// <exception cref="IOException">The server has ended before.</exception>
    public async Task ReadTimesAsync(string text, int times)
    {
        var sought = System.Text.Encoding.ASCII.GetBytes(text);
        var buffer = new byte[16 * 1024];
        var (kept, seen) = (0, 0);
        while (seen < times)
        {
            var count = await _socket.ReceiveAsync(buffer.AsMemory(kept));
            if (count == 0) throw new IOException($"The server has ended after {seen} of {times}.");
            var read = buffer.AsSpan(0, kept + count);
            for (var at = read.IndexOf(sought); at >= 0; at = read.IndexOf(sought))
            {
                seen++;
                read = read[(at + sought.Length)..];
            }

            // The next answer may have begun.
            kept = Math.Min(read.Length, sought.Length - 1);
            read[^kept..].CopyTo(buffer);
        }
    }

    /// <summary>Ends the client's side in order; the socket stays, so that no unread byte turns this into a reset.</summary>
    public void Finish() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends with a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();
}
