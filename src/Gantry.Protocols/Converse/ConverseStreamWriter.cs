using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Converse;

/// <summary>Writes a stream of frames: one block at a time, numbered from 0 without a gap, only calls announced.</summary>
internal sealed class ConverseStreamWriter(AnswerContext context, IBufferWriter<byte> output, LossLog losses) : IStreamSink
{
    private readonly List<ConversePendingBlock> _blocks = [];
    private readonly ArrayBufferWriter<byte> _payload = new(256);
    private int _current;
    private int _index;
    private int _calls;
    private Usage _usage;

    public void Take(in StreamEvent step)
    {
        switch (step.Kind)
        {
            case StreamEventKind.Started:
                AwsEventStreamWriter.WriteEvent(output, "messageStart"u8, """{"role":"assistant"}"""u8);
                break;
            case StreamEventKind.Opened:
                if (step.Namespace is not null) losses.Note("param_dropped:namespace", step.Name ?? "");
                if (IsDropped(step.BlockKind)) losses.Note("part_dropped:" + Word(step), "output.message");
                _blocks.Add(new ConversePendingBlock(step.BlockKind, step.Id ?? "", step.Name ?? ""));
                if (step.Block == _current) Catch(_blocks[_current]);
                break;
            case StreamEventKind.Grew when IsDropped(_blocks[step.Block].Kind):
                break;
            case StreamEventKind.Cited:
                losses.Note("citations_coarse", "output.message");
                break;
            case StreamEventKind.Grew when step.Block == _current:
                Grow(_blocks[_current], step.Text);
                break;
            case StreamEventKind.Grew:
                _blocks[step.Block].Keep(step.Text);
                break;
            case StreamEventKind.Sealed:
                var block = _blocks[step.Block];
                block.Seal = step.Text.ToArray();
                block.SealKind = step.Seal;
                break;
            case StreamEventKind.Closed:
                _blocks[step.Block].IsClosed = true;
                if (step.Block == _current) Advance();
                break;
            case StreamEventKind.Usage:
                _usage = step.Usage;
                break;
            case StreamEventKind.Stopped:
                Stop(step);
                break;
            case StreamEventKind.Failed:
                ConverseErrors.WriteInBand(step.Error! with { RequestId = context.RequestId }, output);
                break;
        }
    }

    // Frames tell texts, thoughts and calls.
    private static bool IsDropped(BlockKind kind) => kind is BlockKind.Media or BlockKind.Foreign;

    private static string Word(in StreamEvent opened)
    {
        string name = opened.Name ?? "";
        if (opened.BlockKind == BlockKind.Foreign) return name;
        return opened.Part is MediaPart media ? media.Kind.ToString().ToLowerInvariant() : name.Split('/')[0];
    }

    // Ends the current block and goes on with what has been kept of those behind it.
    private void Advance()
    {
        End(_blocks[_current]);
        _current++;
        while (_current < _blocks.Count)
        {
            var block = _blocks[_current];
            Catch(block);
            if (!block.IsClosed) return;
            End(block);
            _current++;
        }
    }

    private void Catch(ConversePendingBlock block)
    {
        if (block.Kind is BlockKind.ToolCall or BlockKind.CustomToolCall) Call(block);
        if (block.Kept() is { Length: > 0 } kept) Grow(block, kept);
    }

    private void Call(ConversePendingBlock block)
    {
        block.HasBegun = true;
        Head();
        _payload.Write(",\"start\":"u8);
        using (var json = new Utf8JsonWriter(_payload, WireJson.Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("toolUse"u8);
            json.WriteString("toolUseId"u8, ConverseAnswerWriter.CallId(block.Id, _calls++, context));
            json.WriteString("name"u8, block.Name);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        _payload.Write("}"u8);
        Send("contentBlockStart"u8);
        if (block.Kind == BlockKind.CustomToolCall) Delta("""{"toolUse":{"input":"""u8, "\"{\\\"input\\\":\\\"\""u8, "}}"u8);
    }

    private void Grow(ConversePendingBlock block, ReadOnlySpan<byte> token)
    {
        block.HasBegun = true;
        switch (block.Kind)
        {
            case BlockKind.Reasoning:
                Delta("""{"reasoningContent":{"text":"""u8, token, "}}"u8);
                break;
            case BlockKind.ToolCall:
                Delta("""{"toolUse":{"input":"""u8, token, "}}"u8);
                break;
            case BlockKind.CustomToolCall:
                // The text stands in a JSON text, which stands in a JSON text.
                Delta("""{"toolUse":{"input":"""u8, JsonText.From(Encoding.UTF8.GetString(token[1..^1])).Token, "}}"u8);
                break;
            default:
                Delta("""{"text":"""u8, token, "}"u8);
                break;
        }
    }

    private void End(ConversePendingBlock block)
    {
        if (IsDropped(block.Kind)) return;
        if (block.Seal is { } seal) Seal(block, seal);
        if (!block.HasBegun) Grow(block, "\"\""u8);
        if (block.Kind == BlockKind.CustomToolCall) Delta("""{"toolUse":{"input":"""u8, "\"\\\"}\""u8, "}}"u8);
        Head();
        _payload.Write("}"u8);
        Send("contentBlockStop"u8);
        _index++;
    }

    private void Seal(ConversePendingBlock block, byte[] seal)
    {
        if (block.Kind == BlockKind.Reasoning && block.SealKind == ReasoningSealKind.Signature)
        {
            // A signature signs a text, be it an empty one.
            if (!block.HasBegun) Grow(block, "\"\""u8);
            Delta("""{"reasoningContent":{"signature":"""u8, seal, "}}"u8);
        }
        else if (block is { Kind: BlockKind.Reasoning, SealKind: ReasoningSealKind.Redacted, HasBegun: false })
        {
            block.HasBegun = true;
            Delta("""{"reasoningContent":{"redactedContent":"""u8, seal, "}}"u8);
        }
        else
        {
            losses.Note("reasoning_context_lost");
        }
    }

    private void Delta(ReadOnlySpan<byte> open, ReadOnlySpan<byte> token, ReadOnlySpan<byte> close)
    {
        Head();
        _payload.Write(",\"delta\":"u8);
        _payload.Write(open);
        _payload.Write(token);
        _payload.Write(close);
        _payload.Write("}"u8);
        Send("contentBlockDelta"u8);
    }

    private void Head()
    {
        _payload.Write("{\"contentBlockIndex\":"u8);
        Utf8Formatter.TryFormat(_index, _payload.GetSpan(16), out int written);
        _payload.Advance(written);
    }

    private void Send(ReadOnlySpan<byte> type)
    {
        AwsEventStreamWriter.WriteEvent(output, type, _payload.WrittenSpan);
        _payload.ResetWrittenCount();
    }

    private void Stop(in StreamEvent step)
    {
        using (var json = new Utf8JsonWriter(_payload, WireJson.Options))
        {
            json.WriteStartObject();
            ConverseAnswerWriter.Stop(json, step.StopReason, step.Text.IsEmpty ? null : new JsonText(step.Text.ToArray()));
            json.WriteEndObject();
        }

        Send("messageStop"u8);
        using (var json = new Utf8JsonWriter(_payload, WireJson.Options))
        {
            json.WriteStartObject();
            ConverseAnswerWriter.Counts(json, _usage);
            json.WriteEndObject();
        }

        Send("metadata"u8);
    }
}
