using System.Text;
using System.Text.Json;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Converse;

/// <summary>Reads a stream of frames. Only calls are announced; other blocks begin with their first piece.</summary>
/// <remarks>The provider's own tools, their results, and citations have no block in the hub and are passed over. A seal is handed on when
/// its block ends. The counts follow the stop.</remarks>
internal sealed class ConverseStreamReader(IStreamSink sink) : IStreamReader
{
    private readonly AwsEventStreamScanner _scanner = new();
    private readonly List<ConverseOpenBlock> _open = [];
    private readonly ConverseUsage _usage = new();
    private int _next;
    private bool _started;
    private bool _ended;
    private StopReason? _stop;
    private byte[]? _sequence;
    private Usage? _counts;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (_scanner.TryRead(ref bytes, out var frame)) Take(frame);
        if (_scanner.IsBroken && !_ended) Fail(ErrorKind.BadUpstream, "The upstream sent bytes that are no frame of an event stream.");
    }

    public void Complete()
    {
        _scanner.Release();
        if (_ended) return;
        if (_stop is null) Fail(ErrorKind.BadUpstream, "The upstream closed the stream before it said why it stopped.");
        else Stop();
    }

    private void Take(in AwsFrame frame)
    {
        if (_ended) return;
        var kind = frame.Header(":message-type"u8);
        try
        {
            if (kind.SequenceEqual("error"u8)) Error(frame);
            else if (kind.SequenceEqual("exception"u8)) Exception(frame);
            else Event(frame.Header(":event-type"u8), ConverseEvent.Read(frame.Payload));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            Fail(ErrorKind.BadUpstream, "The upstream sent an event that is not valid JSON.");
        }
    }

    private void Error(in AwsFrame frame)
    {
        var words = JsonText.From(Encoding.UTF8.GetString(frame.Header(":error-message"u8)));
        Fail(ConverseWords.Error(frame.Header(":error-code"u8)), Words(words.Token));
    }

    // The exception's name says enough where its payload is damaged.
    private void Exception(in AwsFrame frame)
    {
        var kind = ConverseWords.Error(frame.Header(":exception-type"u8));
        try
        {
            Fail(kind, Words(ConverseEvent.Read(frame.Payload).Message));
        }
        catch (JsonException)
        {
            Fail(kind, Words(default));
        }
    }

    private void Event(ReadOnlySpan<byte> type, in ConverseEvent step)
    {
        if (type.SequenceEqual("contentBlockDelta"u8)) Delta(step);
        else if (type.SequenceEqual("contentBlockStart"u8)) Open(step);
        else if (type.SequenceEqual("contentBlockStop"u8)) Close(Find(step.Index));
        else if (type.SequenceEqual("messageStart"u8)) Start();
        else if (type.SequenceEqual("messageStop"u8)) MessageStop(step);
        else if (type.SequenceEqual("metadata"u8)) Metadata(step);
        else if (type.EndsWith("Exception"u8)) Fail(ConverseWords.Error(type), Words(step.Message));
    }

    private int Find(int index)
    {
        for (int i = 0; i < _open.Count; i++)
        {
            if (_open[i].Index == index) return i;
        }

        return -1;
    }

    private void Start()
    {
        if (_started) return;
        _started = true;
        sink.Take(new StreamEvent { Kind = StreamEventKind.Started, Id = "", Name = "" });
    }

    private void Open(in ConverseEvent step)
    {
        Start();
        Close(Find(step.Index));
        bool isCall = step.Union.SequenceEqual("toolUse"u8) && (step.Type.IsEmpty || step.Type.SequenceEqual("tool_use"u8));
        if (!isCall)
        {
            // An empty start announces nothing; its block begins as others do.
            if (!step.Union.IsEmpty) _open.Add(new ConverseOpenBlock(step.Index, -1, BlockKind.Text));
        }
        else if (String(step.Name) is { Length: > 0 } name)
        {
            Open(step.Index, BlockKind.ToolCall, String(step.Id), name);
        }
        else
        {
            Fail(ErrorKind.BadUpstream, "The upstream called a tool without a name.");
        }
    }

    private ConverseOpenBlock Open(int index, BlockKind kind, string? id = null, string? name = null)
    {
        var block = new ConverseOpenBlock(index, _next++, kind);
        _open.Add(block);
        sink.Take(new StreamEvent
        {
            Kind = StreamEventKind.Opened,
            Block = block.Number,
            BlockKind = kind,
            Id = id,
            Name = name,
            IsSummary = kind == BlockKind.Reasoning,
        });
        return block;
    }

    private void Delta(in ConverseEvent step)
    {
        if (Kind(step.Union) is not { } kind) return;
        int at = Find(step.Index);
        if (at >= 0 && _open[at].Number < 0) return;
        if (at < 0 || _open[at].Kind != kind)
        {
            // Arguments of nothing: there is no call to give them to.
            if (kind == BlockKind.ToolCall) return;
            Start();
            Close(at);
            Open(step.Index, kind);
            at = _open.Count - 1;
        }

        var block = _open[at];
        Grow(block, step.Text);
        if (kind != BlockKind.Reasoning) return;
        block.Sign(ReasoningSealKind.Signature, step.Signature);
        block.Sign(ReasoningSealKind.Redacted, step.Redacted);
    }

    private static BlockKind? Kind(ReadOnlySpan<byte> delta)
    {
        if (delta.SequenceEqual("text"u8)) return BlockKind.Text;
        if (delta.SequenceEqual("reasoningContent"u8)) return BlockKind.Reasoning;
        return delta.SequenceEqual("toolUse"u8) ? BlockKind.ToolCall : null;
    }

    private void Grow(ConverseOpenBlock block, ReadOnlySpan<byte> token)
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
        if (block.Number < 0) return;

        // No arguments at all are an empty object.
        if (block is { Kind: BlockKind.ToolCall, HasGrown: false }) Grow(block, "\"{}\""u8);
        if (block.Seal is { } seal)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Sealed, Block = block.Number, BlockKind = block.Kind, Text = seal, Seal = block.SealKind });
        }

        sink.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = block.Number, BlockKind = block.Kind });
    }

    private void MessageStop(in ConverseEvent step)
    {
        Start();
        if (!step.StopReason.IsEmpty) _stop = ConverseWords.Stop(step.StopReason);
        _sequence = ConverseAnswerReader.Sequence(new JsonSlice(step.ModelFields.ToArray()))?.Token.ToArray() ?? _sequence;
    }

    private void Metadata(in ConverseEvent step)
    {
        if (step.Usage is [(byte)'{', ..]) _counts = _usage.Read(step.Usage, MeterQuirks.None) ?? _counts;
        if (_stop is not null) Stop();
    }

    private void Stop()
    {
        Start();
        while (_open.Count > 0) Close(0);
        if (_counts is { } counts) sink.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = counts });
        _ended = true;
        sink.Take(new StreamEvent { Kind = StreamEventKind.Stopped, StopReason = _stop ?? StopReason.Other, Text = _sequence });
    }

    private void Fail(ErrorKind kind, string message)
    {
        if (_ended) return;
        _ended = true;
        sink.Take(new StreamEvent { Kind = StreamEventKind.Failed, Error = new GatewayError(kind, ErrorOrigin.Upstream, message) });
    }

    private static string Words(ReadOnlySpan<byte> message) => String(message) is { Length: > 0 } said ? said : "The upstream broke off with an error.";

    private static string? String(ReadOnlySpan<byte> token) => token.IsEmpty ? null : new JsonText(token.ToArray()).ToString();
}
