using System.Text.Json;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Reads a stream of GenerateContentResponses: events (<c>alt=sse</c>), or the elements of one growing array.</summary>
/// <remarks>
/// Usage is cumulative and may follow the finish reason, so both are held to the end. Calls end with STOP, perhaps in a later event.
/// An error is a bare object instead of an event, an event, or an element.
/// </remarks>
internal sealed class GeminiStreamReader(IStreamSink sink) : IStreamReader
{
    private readonly BlockTracker _blocks = new(sink);
    private readonly GeminiUsage _counts = new();
    private readonly SseScanner _events = new();
    private readonly JsonArrayScanner _elements = new();
    private readonly RentedBytes _chunk = new();
    private StopReason? _stop;
    private byte[]? _detail;
    private Usage? _usage;
    private long _searches;
    private int _tools;
    private bool _ended;
    private bool? _isArray;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_ended) return;
        if (_isArray is null)
        {
            int first = bytes.IndexOfAnyExcept(" \t\r\n"u8);
            if (first < 0) return;
            _isArray = bytes[first] == '[';
        }

        if (_isArray.Value)
        {
            while (!_ended && _elements.TryRead(ref bytes, out var element)) Take(element);
            return;
        }

        while (!_ended && _events.TryRead(ref bytes, out var sse)) Take(sse);
    }

    public void Complete()
    {
        if (!_ended && _isArray == false && _events.TryComplete(out var last)) Take(last);
        if (!_ended && _stop is { } stop) End(stop);
        else if (!_ended) Fail(new GatewayError(ErrorKind.BadUpstream, ErrorOrigin.Upstream, "The provider closed the stream before the answer was complete."));
        _chunk.Release();
        _events.Release();
        _elements.Release();
    }

    private void End(StopReason stop)
    {
        _ended = true;
        _blocks.Start(null, null);
        _blocks.CloseAll();
        if (_usage is { } usage) sink.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = usage with { WebSearches = _searches } });
        sink.Take(new StreamEvent { Kind = StreamEventKind.Stopped, StopReason = GeminiAnswerReader.Stop(stop, _blocks.HasToolCalls), Detail = _detail });
    }

    private void Take(in SseEvent sse)
    {
        if (sse.IsOversize)
        {
            Take(default(ReadOnlySpan<byte>));
            return;
        }

        // A bare object between events is how Google tells of an error.
        var data = sse.HasData ? sse.Data : sse.Raw.Trim(" \t\r\n"u8);
        if (sse.HasData ? data.Length > 0 : data is [(byte)'{', ..]) Take(data);
    }

    private void Take(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            Fail(new GatewayError(ErrorKind.BadUpstream, ErrorOrigin.Upstream, "The provider sent an event that is too large."));
            return;
        }

        // Parts are slices of memory, and events live for one call: the one buffer serves all.
        _chunk.Set(json);
        GeminiChunk chunk;
        try
        {
            if (_blocks.IsStarted && GeminiTextChunk.TryRead(_chunk.Memory, out var text))
            {
                _blocks.Grow(text.IsThought ? BlockKind.Reasoning : BlockKind.Text, text.Text.Token, isSummary: text.IsThought);
                if (!text.Usage.IsAbsent) _usage = _counts.Read(text.Usage.Span) ?? _usage;
                return;
            }

            chunk = GeminiAnswerReader.ReadChunk(_chunk.Memory);
        }
        catch (Exception fault) when (fault is ProtocolException or JsonException)
        {
            Fail(new GatewayError(ErrorKind.BadUpstream, ErrorOrigin.Upstream, "The provider sent an event that is not of its protocol."));
            return;
        }

        Take(chunk);
    }

    private void Take(GeminiChunk chunk)
    {
        if (!chunk.Error.IsAbsent)
        {
            Fail(GeminiErrorReader.Read(chunk.Error));
            return;
        }

        _blocks.Start(chunk.Id, chunk.Model);
        // Sources are of the text so far, which what follows in the same event may end.
        bool isCited = !chunk.Citations.IsAbsent && !chunk.Parts.Exists(part => part is TextPart { Text.IsEmpty: false });
        if (isCited) _blocks.Cite(Protocol.Gemini, chunk.Citations.Span);
        foreach (var part in chunk.Parts)
        {
            Take(part);
            if (_ended) return;
        }

        if (!isCited && !chunk.Citations.IsAbsent) _blocks.Cite(Protocol.Gemini, chunk.Citations.Span);
        if (!chunk.Usage.IsAbsent) _usage = _counts.Read(chunk.Usage.Span) ?? _usage;
        _searches = Math.Max(_searches, chunk.Searches);
        _stop = chunk.StopReason ?? _stop;
        if (chunk.StopMessage is { IsEmpty: false } message) _detail = message.Token.ToArray();
    }

    private void Take(Part part)
    {
        switch (part)
        {
            case TextPart text:
                _blocks.Grow(BlockKind.Text, text.Text.Token);
                break;
            case ReasoningPart reasoning:
                Take(reasoning);
                break;
            case ToolCallPart call:
                Take(call);
                break;
            case ForeignPart { Type: GeminiPartReader.PartialCall }:
                Fail(new GatewayError(ErrorKind.BadUpstream, ErrorOrigin.Upstream, "The provider sent the arguments of a call in pieces, which cannot be translated."));
                break;
            default:
                _blocks.Tell(part);
                break;
        }
    }

    private void Take(ReasoningPart reasoning)
    {
        _blocks.Grow(BlockKind.Reasoning, reasoning.Text.Token, isSummary: true);
        if (reasoning.Seal is not { } seal) return;
        // The seal of a part that is no thought must not end up on the thought before it.
        if (reasoning.Text.IsEmpty && !reasoning.IsSummary) _blocks.CloseAll();
        _blocks.Seal(seal.Kind, seal.Data.Token);
    }

    private void Take(ToolCallPart call)
    {
        int key = _tools++;
        _blocks.OpenTool(key, BlockKind.ToolCall, call.Id, call.Name);
        _blocks.GrowTool(key, BlockKind.ToolCall, GeminiArguments.ToText(call.Arguments).Token);
        if (call.Seal is { } seal) _blocks.SealTool(key, BlockKind.ToolCall, seal.Data.Token);
        _blocks.CloseTool(key);
    }

    private void Fail(GatewayError error)
    {
        _ended = true;
        sink.Take(new StreamEvent { Kind = StreamEventKind.Failed, Error = error });
    }
}
