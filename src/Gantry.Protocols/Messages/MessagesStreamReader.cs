using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Messages;

/// <summary>Reads a stream of events. Pings are passed over.</summary>
/// <remarks>The signature of a thought is handed on when its block ends: the last one given counts.</remarks>
internal sealed class MessagesStreamReader(IStreamSink sink) : IStreamReader
{
    private readonly SseScanner _scanner = new();
    private readonly List<MessagesOpenBlock> _open = [];
    private readonly MessagesUsage _usage = new(MeterQuirks.None);
    private int _next;
    private bool _started;
    private bool _ended;
    private StopReason? _stop;
    private byte[]? _sequence;
    private byte[]? _detail;
    private Usage? _counts;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (_scanner.TryRead(ref bytes, out var sse)) Take(sse);
    }

    public void Complete()
    {
        if (_scanner.TryComplete(out var sse)) Take(sse);
        _scanner.Release();
        if (_ended) return;
        if (_stop is null)
        {
            Fail(ErrorKind.BadUpstream, "The upstream closed the stream before it said why it stopped.");
            return;
        }

        try
        {
            Stop();
        }
        catch (JsonException)
        {
            Fail(ErrorKind.BadUpstream, "The upstream sent a block that is not valid JSON.");
        }
    }

    private void Take(in SseEvent sse)
    {
        if (_ended || !sse.HasData && !sse.IsOversize) return;
        if (sse.IsOversize)
        {
            Fail(ErrorKind.BadUpstream, "The upstream sent an event larger than is read.");
            return;
        }

        try
        {
            Event(MessagesEvent.Read(sse.Data));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            Fail(ErrorKind.BadUpstream, "The upstream sent an event that is not valid JSON.");
        }
    }

    private void Event(in MessagesEvent step)
    {
        if (step.Type.SequenceEqual("content_block_delta"u8)) Delta(step);
        else if (step.Type.SequenceEqual("content_block_start"u8)) Open(step);
        else if (step.Type.SequenceEqual("content_block_stop"u8)) Close(Find(step.Index));
        else if (step.Type.SequenceEqual("message_start"u8)) Start(step);
        else if (step.Type.SequenceEqual("message_delta"u8)) MessageDelta(step);
        else if (step.Type.SequenceEqual("message_stop"u8)) Stop();
        else if (step.Type.SequenceEqual("error"u8)) Fail(MessagesWords.Error(step.InnerType), String(step.Message) ?? "The upstream broke off with an error.");
    }

    private int Find(int index)
    {
        for (int i = 0; i < _open.Count; i++)
        {
            if (_open[i].Index == index) return i;
        }

        return -1;
    }

    private void Start(in MessagesEvent step)
    {
        Count(step);
        if (_started) return;
        _started = true;
        sink.Take(new StreamEvent { Kind = StreamEventKind.Started, Id = String(step.Id), Name = String(step.Model) });
    }

    private void Open(in MessagesEvent step)
    {
        Start(default);
        Close(Find(step.Index));
        if (step.InnerType.SequenceEqual("text"u8))
        {
            var block = Open(step.Index, BlockKind.Text);
            Grow(block, step.Text);
            if (step.Citations is [(byte)'[', .., (byte)']'] && !JsonProbe.IsEmpty(step.Citations)) Cite(block, step.Citations);
        }
        else if (step.InnerType.SequenceEqual("thinking"u8))
        {
            var block = Open(step.Index, BlockKind.Reasoning);
            Grow(block, step.Text);
            block.Sign(step.Signature);
        }
        else if (step.InnerType.SequenceEqual("redacted_thinking"u8))
        {
            var block = Open(step.Index, BlockKind.Reasoning);
            block.Sign(step.Data);
            block.Seal = ReasoningSealKind.Redacted;
        }
        else if (step.InnerType.SequenceEqual("tool_use"u8))
        {
            if (String(step.Name) is not { Length: > 0 } name)
            {
                Fail(ErrorKind.BadUpstream, "The upstream called a tool without a name.");
                return;
            }

            Open(step.Index, BlockKind.ToolCall, String(step.Id), name).Input = step.Input.ToArray();
        }
        else
        {
            var type = System.Text.Encoding.UTF8.GetString(step.InnerType);
            Open(step.Index, BlockKind.Foreign, name: type).Raw = step.Block.ToArray();
        }
    }

    private MessagesOpenBlock Open(int index, BlockKind kind, string? id = null, string? name = null)
    {
        var block = new MessagesOpenBlock(index, _next++, kind);
        _open.Add(block);
        sink.Take(new StreamEvent
        {
            Kind = StreamEventKind.Opened,
            Block = block.Number,
            BlockKind = kind,
            Id = id,
            Name = name,
            From = kind == BlockKind.Foreign ? Protocol.Messages : null,
            IsSummary = kind == BlockKind.Reasoning,
        });
        return block;
    }

    private void Delta(in MessagesEvent step)
    {
        int at = Find(step.Index);
        if (at < 0)
        {
            // Some imitations announce no block.
            if (Kind(step.InnerType) is not (BlockKind.Text or BlockKind.Reasoning)) return;
            Start(default);
            Open(step.Index, Kind(step.InnerType)!.Value);
            at = _open.Count - 1;
        }

        var block = _open[at];
        if (block.Kind == BlockKind.Foreign)
        {
            var added = step.Text.IsEmpty ? step.Content : step.Text;
            if (added.Length > 2) (block.Added ??= new ArrayBufferWriter<byte>(256)).Write(added[1..^1]);
            return;
        }

        if (step.InnerType.SequenceEqual("citations_delta"u8) && block.Kind == BlockKind.Text && !step.Citation.IsEmpty) Cite(block, [(byte)'[', .. step.Citation, (byte)']']);
        else if (step.InnerType.SequenceEqual("signature_delta"u8) && block.Kind == BlockKind.Reasoning) block.Sign(step.Signature);
        else if (Kind(step.InnerType) == block.Kind) Grow(block, step.Text);
    }

    private void Cite(MessagesOpenBlock block, ReadOnlySpan<byte> citations) => sink.Take(new StreamEvent
    {
        Kind = StreamEventKind.Cited,
        Block = block.Number,
        BlockKind = block.Kind,
        From = Protocol.Messages,
        Text = citations,
    });

    private static BlockKind? Kind(ReadOnlySpan<byte> delta)
    {
        if (delta.SequenceEqual("text_delta"u8)) return BlockKind.Text;
        if (delta.SequenceEqual("thinking_delta"u8)) return BlockKind.Reasoning;
        return delta.SequenceEqual("input_json_delta"u8) ? BlockKind.ToolCall : null;
    }

    private void Grow(MessagesOpenBlock block, ReadOnlySpan<byte> token)
    {
        if (token.Length <= 2) return;
        block.HasGrown = true;
        sink.Take(new StreamEvent
        {
            Kind = StreamEventKind.Grew,
            Block = block.Number,
            BlockKind = block.Kind,
            Text = token,
            IsSummary = block.Kind == BlockKind.Reasoning,
        });
    }

    private void Close(int at)
    {
        if (at < 0) return;
        var block = _open[at];
        _open.RemoveAt(at);
        if (block.Kind == BlockKind.Foreign)
        {
            var raw = MessagesForeign.Whole(block);
            sink.Take(new StreamEvent { Kind = StreamEventKind.Grew, Block = block.Number, BlockKind = BlockKind.Foreign, Text = raw });
        }

        // Arguments that do not grow were given at once; none at all are an empty object.
        if (block is { Kind: BlockKind.ToolCall, HasGrown: false })
        {
            Grow(block, JsonText.From(block.Input.Length > 0 ? System.Text.Encoding.UTF8.GetString(block.Input) : "{}").Token);
        }

        if (block.Signature is { } signature)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Sealed, Block = block.Number, BlockKind = block.Kind, Text = signature, Seal = block.Seal });
        }

        sink.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = block.Number, BlockKind = block.Kind });
    }

    private void MessageDelta(in MessagesEvent step)
    {
        Start(default);
        Count(step);
        if (!step.StopReason.IsEmpty) _stop = MessagesWords.Stop(step.StopReason);
        if (step.StopDetails is [(byte)'{', ..]) _detail = MessagesWords.Explanation(new JsonSlice(step.StopDetails.ToArray()))?.Token.ToArray();
        if (!step.StopSequence.IsEmpty) _sequence = step.StopSequence.ToArray();
    }

    private void Count(in MessagesEvent step)
    {
        if (step.Usage is [(byte)'{', ..]) _counts = _usage.Read(step.Usage) ?? _counts;
    }

    private void Stop()
    {
        Start(default);
        while (_open.Count > 0) Close(0);
        if (_counts is { } counts) sink.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = counts });
        _ended = true;
        sink.Take(new StreamEvent { Kind = StreamEventKind.Stopped, StopReason = _stop ?? StopReason.Other, Text = _sequence, Detail = _detail });
    }

    private void Fail(ErrorKind kind, string message)
    {
        _ended = true;
        sink.Take(new StreamEvent { Kind = StreamEventKind.Failed, Error = new GatewayError(kind, ErrorOrigin.Upstream, message) });
    }

    private static string? String(ReadOnlySpan<byte> token) => token.IsEmpty ? null : new JsonText(token.ToArray()).ToString();
}
