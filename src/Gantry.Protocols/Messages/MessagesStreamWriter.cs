using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Gantry.Protocols.Citations;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Messages;

/// <summary>Writes a stream of events: one block at a time, numbered from 0 without a gap.</summary>
internal sealed class MessagesStreamWriter(AnswerContext context, IBufferWriter<byte> output, LossLog losses) : IStreamSink
{
    private readonly List<MessagesPendingBlock> _blocks = [];
    private readonly CitedStream _cited = new(Protocol.Messages, losses, "content");
    private int _current;
    private int _index;
    private int _calls;
    private Usage _usage;

    public void Take(in StreamEvent step)
    {
        var citations = _cited.Take(step);
        if (!citations.IsAbsent) Cite(_blocks[step.Block], citations);
        switch (step.Kind)
        {
            case StreamEventKind.Started:
                Start(step.Name);
                break;
            case StreamEventKind.Opened:
                if (step.Namespace is not null) losses.Note("param_dropped:namespace", step.Name ?? "");
                _blocks.Add(new MessagesPendingBlock(step.BlockKind, step.Id ?? "", step.Name ?? "", IsWhole(step.BlockKind) ? new AnswerBlock(step) : null));
                if (step.Block == _current) Catch(_blocks[_current]);
                break;
            case StreamEventKind.Grew when _blocks[step.Block].Whole is { } whole:
                whole.Take(step);
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
                MessagesErrors.WriteInBand(step.Error! with { RequestId = context.RequestId }, new InBandPosition { Sse = true }, output);
                break;
        }

        if (step.Kind is StreamEventKind.Stopped or StreamEventKind.Failed) _cited.Release();
    }

    private static bool IsWhole(BlockKind kind) => kind is BlockKind.Media or BlockKind.Foreign;

    private void Cite(MessagesPendingBlock block, JsonSlice citations)
    {
        if (block.HasEnded) losses.Note(CitationForms.Coarse, "content");
        else block.Citations = citations;
    }

    private void Start(string? model)
    {
        output.Write("event: message_start\ndata: "u8);
        using (var json = new Utf8JsonWriter(output, WireJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "message_start"u8);
            json.WriteStartObject("message"u8);
            json.WriteString("id"u8, MessagesAnswerWriter.Id(context));
            json.WriteString("type"u8, "message"u8);
            json.WriteString("role"u8, "assistant"u8);
            json.WriteString("model"u8, string.IsNullOrEmpty(model) ? context.Request.Model : model);
            json.WriteStartArray("content"u8);
            json.WriteEndArray();
            json.WriteNull("stop_reason"u8);
            json.WriteNull("stop_sequence"u8);
            json.WritePropertyName("usage"u8);
            MessagesAnswerWriter.Usage(json, new Usage { UncachedInput = context.Prompt?.Tokens ?? 0 });
            json.WriteEndObject();
            json.WriteEndObject();
        }

        output.Write("\n\n"u8);
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

    private void Catch(MessagesPendingBlock block)
    {
        if (block.Whole is not null) return;

        // A thought may turn out to be a redacted one, which opens otherwise.
        if (block.Kind != BlockKind.Reasoning) Begin(block);
        if (!block.Kept.IsEmpty) Grow(block, block.Kept.Token);
        block.Release();
    }

    private void Begin(MessagesPendingBlock block)
    {
        if (block.HasBegun) return;
        block.HasBegun = true;
        switch (block.Kind)
        {
            case BlockKind.Reasoning:
                Open("""{"type":"thinking","thinking":"","signature":""}"""u8);
                break;
            case BlockKind.ToolCall or BlockKind.CustomToolCall:
                Call(block);
                break;
            default:
                Open("""{"type":"text","text":""}"""u8);
                break;
        }
    }

    private void Open(ReadOnlySpan<byte> contentBlock)
    {
        Head("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":"u8);
        output.Write(",\"content_block\":"u8);
        output.Write(contentBlock);
        output.Write("}\n\n"u8);
    }

    private void Call(MessagesPendingBlock block)
    {
        Head("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":"u8);
        output.Write(",\"content_block\":"u8);
        using (var json = new Utf8JsonWriter(output, WireJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "tool_use"u8);
            json.WriteString("id"u8, MessagesAnswerWriter.CallId(block.Id, _calls++, context));
            json.WriteString("name"u8, block.Name);
            json.WriteStartObject("input"u8);
            json.WriteEndObject();
            MessagesAnswerWriter.DirectCaller(json);
            json.WriteEndObject();
        }

        output.Write("}\n\n"u8);
        if (block.Kind == BlockKind.CustomToolCall) Delta("""{"type":"input_json_delta","partial_json":"""u8, "\"{\\\"input\\\":\\\"\""u8);
    }

    private void Grow(MessagesPendingBlock block, ReadOnlySpan<byte> token)
    {
        Begin(block);
        switch (block.Kind)
        {
            case BlockKind.Reasoning:
                Delta("""{"type":"thinking_delta","thinking":"""u8, token);
                break;
            case BlockKind.ToolCall:
                Delta("""{"type":"input_json_delta","partial_json":"""u8, token);
                break;
            case BlockKind.CustomToolCall:
                // The text stands in a JSON text, which stands in a JSON text.
                var text = JsonText.From(System.Text.Encoding.UTF8.GetString(token[1..^1]));
                Delta("""{"type":"input_json_delta","partial_json":"""u8, text.Token);
                break;
            default:
                Delta("""{"type":"text_delta","text":"""u8, token);
                break;
        }
    }

    private void End(MessagesPendingBlock block)
    {
        block.HasEnded = true;
        if (block.Whole is { } whole && !Begin(block, whole.ToEventPart())) return;
        if (block.Seal is { } seal) Seal(block, seal);
        Begin(block);
        if (!block.Citations.IsAbsent) Sources(block.Citations);
        if (block.Kind == BlockKind.CustomToolCall) Delta("""{"type":"input_json_delta","partial_json":"""u8, "\"\\\"}\""u8);
        Head("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":"u8);
        output.Write("}\n\n"u8);
        _index++;
    }

    // What has no form here has no block; a picture leaves a word.
    private bool Begin(MessagesPendingBlock block, Part part)
    {
        switch (part)
        {
            case MediaPart media:
                losses.Note("part_dropped:" + media.Kind.ToString().ToLowerInvariant(), "content");
                Open("""{"type":"text","text":""}"""u8);
                Delta("""{"type":"text_delta","text":"""u8, MessagesAnswerWriter.Placeholder(media).Token);
                break;
            case ForeignPart { From: Protocol.Messages } own when MessagesForeign.TrySplit(own.Raw, out var opening, out var input):
                Open(opening);
                Delta("""{"type":"input_json_delta","partial_json":"""u8, input.Token);
                break;
            case ForeignPart { From: Protocol.Messages } own when MessagesForeign.IsBlock(own.Raw):
                Open(own.Raw.Span);
                break;
            default:
                losses.Note("part_dropped:" + (part is ForeignPart foreign ? foreign.Type : "unknown"), "content");
                return false;
        }

        block.HasBegun = true;
        return true;
    }

    private void Sources(JsonSlice citations)
    {
        if (citations.Kind != JsonTokenType.StartArray) return;
        var cursor = new MessagesCursor(citations.Memory);
        while (cursor.NextElement()) Delta("""{"type":"citations_delta","citation":"""u8, cursor.Value().Span);
    }

    private void Seal(MessagesPendingBlock block, byte[] seal)
    {
        if (block.Kind == BlockKind.Reasoning && block.SealKind == ReasoningSealKind.Signature)
        {
            Begin(block);
            Delta("""{"type":"signature_delta","signature":"""u8, seal);
        }
        else if (block is { Kind: BlockKind.Reasoning, SealKind: ReasoningSealKind.Redacted, HasBegun: false })
        {
            block.HasBegun = true;
            Open([.. """{"type":"redacted_thinking","data":"""u8, .. seal, (byte)'}']);
        }
        else
        {
            losses.Note("reasoning_context_lost");
        }
    }

    private void Delta(ReadOnlySpan<byte> delta, ReadOnlySpan<byte> token)
    {
        Head("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"u8);
        output.Write(",\"delta\":"u8);
        output.Write(delta);
        output.Write(token);
        output.Write("}}\n\n"u8);
    }

    private void Head(ReadOnlySpan<byte> head)
    {
        output.Write(head);
        Utf8Formatter.TryFormat(_index, output.GetSpan(16), out int written);
        output.Advance(written);
    }

    private void Stop(in StreamEvent step)
    {
        // Clients take a message without content for a broken one.
        if (_index == 0) End(new MessagesPendingBlock(BlockKind.Text, "", ""));

        output.Write("event: message_delta\ndata: "u8);
        using (var json = new Utf8JsonWriter(output, WireJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "message_delta"u8);
            json.WriteStartObject("delta"u8);
            MessagesAnswerWriter.Stop(json, step.StopReason, step.Text.IsEmpty ? null : new JsonText(step.Text.ToArray()), step.Detail.IsEmpty ? null : new JsonText(step.Detail.ToArray()));
            json.WriteEndObject();
            json.WritePropertyName("usage"u8);
            MessagesAnswerWriter.Usage(json, _usage);
            json.WriteEndObject();
        }

        output.Write("\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
    }
}
