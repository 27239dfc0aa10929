using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Citations;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Writes a stream of GenerateContentResponses: <c>data:</c> lines with CRLF and nothing else, or one growing array.</summary>
/// <remarks>A call is held until its arguments are whole and leaves as one part; texts leave at once. The last response has the reason and the counts.</remarks>
internal sealed class GeminiStreamWriter : IStreamSink, IDisposable
{
    private readonly AnswerContext _context;
    private readonly IBufferWriter<byte> _output;
    private readonly LossLog _losses;
    private readonly ArrayBufferWriter<byte> _body = new(512);
    private readonly Utf8JsonWriter _json;
    private readonly List<Held> _blocks = [];
    private readonly GrowingText _refusal = new();
    private readonly List<JsonSlice> _sources = [];
    private readonly CitedStream _cited;
    private string _model = "";
    private Usage? _usage;
    private ReasoningSeal? _seal;
    private bool _arrayOpened;

    public GeminiStreamWriter(AnswerContext context, IBufferWriter<byte> output, LossLog losses)
    {
        _context = context;
        _output = output;
        _losses = losses;
        _cited = new CitedStream(Protocol.Gemini, losses, "candidates[0]");
        _json = new Utf8JsonWriter(_body, WireJson.Options);
    }

    public void Dispose() => _json.Dispose();

    public void Take(in StreamEvent step)
    {
        var sources = _cited.Take(step);
        if (!sources.IsAbsent) _sources.Add(sources);
        switch (step.Kind)
        {
            case StreamEventKind.Started:
                _model = step.Name ?? "";
                break;
            case StreamEventKind.Opened:
                _blocks.Add(new Held(step.BlockKind, step.Id ?? "", step.Name ?? "", step.Namespace)
                {
                    Whole = step.BlockKind is BlockKind.Media or BlockKind.Foreign ? new AnswerBlock(step) : null,
                });
                break;
            case StreamEventKind.Grew:
                if (_blocks[step.Block].Whole is { } whole) whole.Take(step);
                else Grow(_blocks[step.Block], step.Text);
                break;
            case StreamEventKind.Sealed:
                Seal(_blocks[step.Block], step);
                break;
            case StreamEventKind.Closed:
                Close(_blocks[step.Block]);
                break;
            case StreamEventKind.Usage:
                _usage = step.Usage;
                break;
            case StreamEventKind.Stopped:
                Stop(step.StopReason, step.Detail.IsEmpty ? default : new JsonText(step.Detail.ToArray()));
                break;
            case StreamEventKind.Failed:
                GeminiErrors.WriteInBand(step.Error!, new InBandPosition { Sse = !_context.JsonArray, ArrayOpened = _arrayOpened }, _output);
                break;
        }

        if (step.Kind is StreamEventKind.Stopped or StreamEventKind.Failed) Release();
    }

    private void Release()
    {
        _cited.Release();
        _refusal.Release();
        foreach (var block in _blocks) block.Arguments.Release();
    }

    private void Grow(Held block, ReadOnlySpan<byte> token)
    {
        block.HasText = true;
        switch (block.Kind)
        {
            case BlockKind.Text:
                Say(token, isThought: false);
                break;
            case BlockKind.Reasoning:
                if (token.Length > 2) Say(token, isThought: true);
                else Send(new ReasoningPart(JsonText.Empty));
                break;
            case BlockKind.Refusal:
                _refusal.Append(token);
                break;
            default:
                block.Arguments.Append(token);
                break;
        }
    }

    private void Seal(Held block, in StreamEvent step)
    {
        if (step.Seal != ReasoningSealKind.ThoughtSignature)
        {
            _losses.Note("reasoning_context_lost");
            return;
        }

        var seal = new ReasoningSeal(step.Seal, new JsonText(step.Text.ToArray()));
        if (block.Kind is BlockKind.ToolCall or BlockKind.CustomToolCall)
        {
            block.Seal = seal;
        }
        else if (block.HasText)
        {
            Begin();
            _json.WriteStartObject();
            _json.WriteString("text"u8, ""u8);
            _json.WriteBoolean("thought"u8, true);
            _json.WritePropertyName("thoughtSignature"u8);
            seal.Data.WriteTo(_json);
            _json.WriteEndObject();
            End(null);
        }
        else
        {
            SendSeal();
            _seal = seal;
        }
    }

    private void Close(Held block)
    {
        if (block.Whole is { } whole)
        {
            Tell(whole.ToEventPart());
            return;
        }

        if (block.Kind is not (BlockKind.ToolCall or BlockKind.CustomToolCall)) return;
        Send(new ToolCallPart(block.Id, block.Name) { Namespace = block.Namespace, ArgumentsText = block.Arguments.Text, Seal = block.Seal });
        block.Arguments.Release();
    }

    private void Tell(Part part)
    {
        if (part is ForeignPart { From: not Protocol.Gemini } foreign) _losses.Note("part_dropped:" + foreign.Type, "candidates[0].content");
        else Send(part);
    }

    private void Stop(StopReason reason, JsonText detail)
    {
        if (reason == StopReason.PromptBlocked && _blocks.Count == 0)
        {
            Reset();
            GeminiAnswerWriter.WriteBlocked(detail, _json);
            Send();
            if (_context.JsonArray) _output.Write("]"u8);
            return;
        }

        Begin();
        var writer = new GeminiPartWriter(_json, _losses, "candidates[0].content");
        WriteSeal(writer);
        // Google's own streams end with an empty text where nothing is left to say.
        if (_seal is null) writer.Write(new TextPart(JsonText.Empty));
        writer.Complete();
        End(reason, detail);
        if (_context.JsonArray) _output.Write("]"u8);
    }

    private void Send(Part part)
    {
        Begin();
        var writer = new GeminiPartWriter(_json, _losses, "candidates[0].content");
        WriteSeal(writer);
        _seal = null;
        writer.Write(part);
        writer.Complete();
        End(null);
    }

    // Texts are many: written without a part to hold them.
    private void Say(ReadOnlySpan<byte> token, bool isThought)
    {
        if (_seal is not null)
        {
            var text = new JsonText(token.ToArray());
            Send(isThought ? new ReasoningPart(text) : new TextPart(text));
            return;
        }

        Begin();
        _json.WriteStartObject();
        _json.WritePropertyName("text"u8);
        _json.WriteRawValue(token, skipInputValidation: true);
        if (isThought) _json.WriteBoolean("thought"u8, true);
        _json.WriteEndObject();
        End(null);
    }

    private void SendSeal()
    {
        if (_seal is not null) Send(new ReasoningPart(JsonText.Empty));
    }

    private void WriteSeal(GeminiPartWriter writer)
    {
        if (_seal is not null) writer.Write(new ReasoningPart(JsonText.Empty) { Seal = _seal });
    }

    private void Reset()
    {
        _body.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
    }

    private void Begin()
    {
        Reset();
        _json.WriteStartArray("candidates"u8);
        _json.WriteStartObject();
        _json.WriteStartObject("content"u8);
        _json.WriteStartArray("parts"u8);
    }

    private void End(StopReason? reason, JsonText detail = default)
    {
        _json.WriteEndArray();
        _json.WriteString("role"u8, "model"u8);
        _json.WriteEndObject();
        if (reason is { } stop)
        {
            GeminiAnswerWriter.WriteStop(stop, _refusal.Text, detail, _json);
            GeminiAnswerWriter.WriteCitations(_sources, () => _cited.Text, _json, _losses);
        }
        else
        {
            _json.WriteNumber("index"u8, 0);
        }

        _json.WriteEndObject();
        _json.WriteEndArray();
        Send();
    }

    private void Send()
    {
        if (_usage is { } usage) GeminiUsageWriter.Write(usage, _json);
        GeminiAnswerWriter.WriteOrigin(_model, _context, _json);
        _json.WriteEndObject();
        _json.Flush();
        if (_context.JsonArray)
        {
            _output.Write(_arrayOpened ? ",\n"u8 : "["u8);
            _arrayOpened = true;
            _output.Write(_body.WrittenSpan);
            return;
        }

        _output.Write("data: "u8);
        _output.Write(_body.WrittenSpan);
        _output.Write("\r\n\r\n"u8);
    }

    private sealed class Held(BlockKind kind, string id, string name, string? toolNamespace)
    {
        public GrowingText Arguments { get; } = new();

        public BlockKind Kind => kind;

        public string Id => id;

        public string Name => name;

        public string? Namespace => toolNamespace;

        public AnswerBlock? Whole { get; init; }

        public bool HasText { get; set; }

        public ReasoningSeal? Seal { get; set; }
    }
}
