using System.Buffers;
using System.Net.WebSockets;

namespace Gantry.Relay.Sockets;

/// <summary>Whole messages of one WebSocket, in bounds. Sending is one at a time, so that two senders cannot mix.</summary>
internal sealed class SocketFrames(WebSocket socket, int largest) : IDisposable
{
    private const int FirstSize = 16 * 1024;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Reads the next message. The bytes of one that is too large, or not text, are read away as far as need be.</summary>
    /// <exception cref="WebSocketException">The client is gone.</exception>
    public async Task<(SocketMessage Kind, ReadOnlyMemory<byte> Text)> ReceiveAsync(CancellationToken cancellation)
    {
        var text = new ArrayBufferWriter<byte>(FirstSize);
        while (true)
        {
            var received = await socket.ReceiveAsync(text.GetMemory(FirstSize), cancellation);
            switch (received.MessageType)
            {
                case WebSocketMessageType.Close:
                    return (SocketMessage.Close, default);
                case WebSocketMessageType.Text:
                    text.Advance(received.Count);
                    break;
            }

            if (text.WrittenCount > largest)
            {
                return (SocketMessage.TooLarge, default);
            }

            if (received.EndOfMessage)
            {
                return received.MessageType == WebSocketMessageType.Text ? (SocketMessage.Text, text.WrittenMemory) : (SocketMessage.Binary, default);
            }
        }
    }

    /// <summary>Reads away what still comes, until the client closes.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        var buffer = new byte[FirstSize];
        while ((await socket.ReceiveAsync(buffer.AsMemory(), cancellation)).MessageType != WebSocketMessageType.Close)
        {
            // Nothing in it is for anybody.
        }
    }

    /// <summary>Sends one text frame.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> json, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await socket.SendAsync(json, WebSocketMessageType.Text, endOfMessage: true, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Says good-bye and waits for nothing.</summary>
    public async ValueTask CloseAsync(WebSocketCloseStatus status, string reason, CancellationToken cancellation)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(status, reason, cancellation);
        }
    }

    public void Dispose() => _turn.Dispose();
}
