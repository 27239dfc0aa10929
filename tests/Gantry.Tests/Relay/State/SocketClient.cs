using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Relay.State;

/// <summary>A client's end of a WebSocket: sends text, reads one JSON object per frame.</summary>
internal sealed class SocketClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private SocketClient() => _patience.CancelAfter(TimeSpan.FromSeconds(30));

    public WebSocketCloseStatus? Closed => _socket.CloseStatus;

    public static Task<SocketClient> OpenAsync(TestGateway gateway, string key = TestGateway.Key) => OpenAsync(gateway.Host.Address, key);

    public static async Task<SocketClient> OpenAsync(Uri address, string key)
    {
        var client = new SocketClient();
        client._socket.Options.SetRequestHeader("authorization", $"Bearer {key}");
        client._socket.Options.SetRequestHeader("openai-beta", "responses_websockets=2026-02-06");
        client._socket.Options.Proxy = null;
        await client._socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/v1/responses" }.Uri, client._patience.Token);
        return client;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type) => _socket.SendAsync(bytes, type, true, _patience.Token);

    /// <summary>The next frame; null where the gateway closes. Fails on a frame that is not text.</summary>
    public async Task<JsonElement?> ReadAsync()
    {
        var frame = new ArrayBufferWriter<byte>();
        while (true)
        {
            var received = await _socket.ReceiveAsync(frame.GetMemory(4096), _patience.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            Assert.Equal(WebSocketMessageType.Text, received.MessageType);
            frame.Advance(received.Count);
            if (received.EndOfMessage)
            {
                return JsonElement.Parse(frame.WrittenSpan);
            }
        }
    }

    /// <summary>Sends, and reads all frames of the answer.</summary>
    public async Task<List<JsonElement>> TurnAsync(string text)
    {
        await SendAsync(text);
        var frames = new List<JsonElement>();
        while (await ReadAsync() is { } frame)
        {
            frames.Add(frame);
            if (frame.GetProperty("type").GetString() is "response.completed" or "response.incomplete" or "response.failed" or "error")
            {
                break;
            }
        }

        return frames;
    }

    /// <summary>Sends, and gives the response that the answer ends with.</summary>
    public async Task<JsonElement> CompleteAsync(string text)
    {
        var frames = await TurnAsync(text);
        Assert.True(frames.Count > 0 && frames[^1].GetProperty("type").GetString() == "response.completed", frames.Count > 0 ? frames[^1].GetRawText() : "closed");
        Assert.Equal(Enumerable.Range(0, frames.Count), frames.Select(frame => frame.GetProperty("sequence_number").GetInt32()));
        return frames[^1].GetProperty("response");
    }

    /// <summary>Sends, and gives the error that is all of the answer.</summary>
    public async Task<(int Status, JsonElement Error)> FailAsync(string text)
    {
        var frame = Assert.Single(await TurnAsync(text));
        Assert.Equal("error", frame.GetProperty("type").GetString());
        return (frame.GetProperty("status").GetInt32(), frame.GetProperty("error"));
    }

    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", _patience.Token);

    public void Abort() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _patience.Dispose();
        return ValueTask.CompletedTask;
    }
}
