using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Relay.Paths;
using Gantry.Relay.Sockets;
using Gantry.Relay.State;

namespace Gantry.Relay;

/// <summary>One WebSocket from its opening to its end: one turn after the other, while a second loop listens for what the client says meanwhile.</summary>
internal sealed class SocketSession : IDisposable
{
    /// <summary>The endpoint whose exchanges the turns are.</summary>
    public static readonly RouteMatch Route = RelayRoutes.Match("POST", "/v1/responses")!.Value;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly HttpContext _upgrade;
    private readonly SocketFrames _frames;
    private readonly SocketConversation _conversation;
    private readonly Func<HttpContext, Task> _exchange;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenSource _gone;
    private readonly CancellationTokenSource _expired;
    private readonly CancellationTokenSource _ending;

    // A client that sends ahead waits; what it has sent is bounded.
    private readonly Channel<(SocketMessage Kind, ReadOnlyMemory<byte> Text)> _inbox = Channel.CreateBounded<(SocketMessage, ReadOnlyMemory<byte>)>(1);

    public SocketSession(
        HttpContext upgrade, WebSocket socket, SocketConversation conversation, Func<HttpContext, Task> exchange, RelayLimits limits, TimeProvider time, CancellationToken stopping)
    {
        _upgrade = upgrade;
        _frames = new SocketFrames(socket, (int)Route.Route.BodyLimit);
        _conversation = conversation;
        _exchange = exchange;
        _time = time;
        _stopping = stopping;
        _gone = CancellationTokenSource.CreateLinkedTokenSource(upgrade.RequestAborted);
        _expired = new CancellationTokenSource(limits.Socket, time);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token, _expired.Token, stopping);
    }

    public async Task RunAsync()
    {
        var listening = ListenAsync();
        try
        {
            await ServeAsync();

            // The client may still be sending, or has its own good-bye under way: cut off now, it would lose ours.
            await Task.WhenAny(listening, Task.Delay(Farewell, _time, _gone.Token));
        }
        catch (Exception failure) when (failure is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client left. A turn that ran has settled itself.
        }
        finally
        {
            await _gone.CancelAsync();
            await listening;
        }
    }

    public void Dispose()
    {
        _conversation.Dispose();
        _ending.Dispose();
        _expired.Dispose();
        _gone.Dispose();
        _frames.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            SocketMessage kind;
            do
            {
                (kind, var text) = await _frames.ReceiveAsync(_gone.Token);
                if (kind == SocketMessage.Close)
                {
                    // Nobody waits for the turn that runs.
                    await _gone.CancelAsync();
                    await _frames.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
                    return;
                }

                await _inbox.Writer.WriteAsync((kind, text), _gone.Token);
            }
            while (kind != SocketMessage.TooLarge);

            await _frames.DrainAsync(_gone.Token);
        }
        catch (Exception failure) when (failure is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            await _gone.CancelAsync();
        }
        finally
        {
            _inbox.Writer.TryComplete();
        }
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            var message = await NextAsync();
            switch (message)
            {
                case null when _gone.IsCancellationRequested:
                    return;
                case null when _stopping.IsCancellationRequested:
                    await _frames.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "restarting", _gone.Token);
                    return;
                case null:
                    await _frames.SendAsync(SocketErrors.Write(SocketErrors.TooOld), _gone.Token);
                    await _frames.CloseAsync(WebSocketCloseStatus.NormalClosure, "connection limit", _gone.Token);
                    return;
                case { Kind: SocketMessage.TooLarge }:
                    await _frames.SendAsync(SocketErrors.Write(RequestBody.TooLarge((int)Route.Route.BodyLimit)), _gone.Token);
                    await _frames.CloseAsync(WebSocketCloseStatus.MessageTooBig, "message too big", _gone.Token);
                    return;
                case { Kind: SocketMessage.Binary }:
                    await _frames.SendAsync(SocketErrors.Write(SocketErrors.Binary), _gone.Token);
                    break;
                default:
                    await TakeAsync(message.Value.Text);
                    break;
            }
        }
    }

    /// <summary>The client's next message; null where there is to be none.</summary>
    private async ValueTask<(SocketMessage Kind, ReadOnlyMemory<byte> Text)?> NextAsync()
    {
        try
        {
            return await _inbox.Reader.ReadAsync(_ending.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or ChannelClosedException)
        {
            return null;
        }
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> text)
    {
        try
        {
            var members = text.Span is [(byte)'{', ..] ? JsonCut.Members(text) : throw new JsonException();
            switch (JsonCut.Text(JsonCut.Member(members, "type")))
            {
                case "response.create":
                    await CreateAsync(members);
                    break;
                case { } other when other.StartsWith("response.", StringComparison.Ordinal):
                    // Clients tell how far they are; nothing follows from it.
                    break;
                default:
                    await _frames.SendAsync(SocketErrors.Write(SocketErrors.UnknownEvent), _gone.Token);
                    break;
            }
        }
        catch (JsonException)
        {
            await _frames.SendAsync(SocketErrors.Write(SocketErrors.NoJson), _gone.Token);
        }
        catch (ProtocolException unsayable)
        {
            await _frames.SendAsync(SocketErrors.Write(new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, unsayable.Message) { Param = unsayable.Path }), _gone.Token);
        }
    }

    private async Task CreateAsync(List<KeyValuePair<string, ReadOnlyMemory<byte>>> members)
    {
        if (!JsonCut.Member(members, "stream_id").IsEmpty)
        {
            await _frames.SendAsync(SocketErrors.Write(SocketErrors.Lanes), _gone.Token);
            return;
        }

        var (input, refusal) = _conversation.Join(members);
        if (input is null)
        {
            await _frames.SendAsync(SocketErrors.Write(refusal!), _gone.Token);
            return;
        }

        if (JsonCut.Member(members, "generate") is { Length: > 0, Span: [(byte)'f', ..] })
        {
            await WarmAsync(members, input);
            return;
        }

        await AskAsync(members, input);
    }

    /// <summary>The client only shows what it will send: nobody is asked, and it may go on from here.</summary>
    private async Task WarmAsync(List<KeyValuePair<string, ReadOnlyMemory<byte>>> members, SocketInput input)
    {
        var model = JsonCut.Member(members, "model");
        var (created, completed, response) = WarmAnswer.Write(RequestIds.Next(_time), model.IsEmpty ? "\"\""u8.ToArray() : model, _time.GetUtcNow(), input.PreviousId);
        _conversation.Keep(input, response, isRelayed: false);
        await _frames.SendAsync(created, _gone.Token);
        await _frames.SendAsync(completed, _gone.Token);
    }

    private async Task AskAsync(List<KeyValuePair<string, ReadOnlyMemory<byte>>> members, SocketInput input)
    {
        members.RemoveAll(member => member.Key is "type" or "generate" or "stream" or "stream_id" or "previous_response_id" or "input");
        members.Add(new("stream", "true"u8.ToArray()));
        if (input.UpstreamBase is { } known)
        {
            members.Add(new("previous_response_id", JsonSplice.Quote(known)));
        }

        members.Add(new("input", Transcript.Write(input.Items)));
        var answer = new SocketAnswer(_frames, _gone.Token);
        await using (answer)
        {
            var http = SocketRequest.Create(_upgrade, JsonCut.Object(members), answer);
            var turn = new SocketTurn(input.PreviousId);
            http.Features.Set(turn);
            await _exchange(http);
            if (answer.HasAnswer)
            {
                _conversation.Keep(input, JsonCut.Member(answer.Ending, "response"), !turn.IsTranslated);
            }
            else if (answer.Ending.IsEmpty && !_gone.IsCancellationRequested)
            {
                await _frames.SendAsync(SocketErrors.Write(answer), _gone.Token);
            }
        }
    }
}
