using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Citations;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Writes one stream: chunks of one choice, the usage where the client asked for it, and <c>[DONE]</c>.</summary>
internal sealed class ChatStreamWriter : IStreamSink
{
    private readonly AnswerContext _context;
    private readonly IBufferWriter<byte> _output;
    private readonly LossLog _losses;
    private readonly bool _legacy;
    private readonly Dictionary<int, Call> _calls = [];
    private readonly Dictionary<int, AnswerBlock> _whole = [];
    private readonly CitedStream _cited;
    private byte[] _head = [];
    private Usage? _usage;
    private bool _hasThought;
    private bool _isNewThought;
    private bool _refused;

    public ChatStreamWriter(AnswerContext context, IBufferWriter<byte> output, LossLog losses)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(losses);
        _context = context;
        _output = output;
        _losses = losses;
        _cited = new CitedStream(Protocol.Chat, losses, "choices[0].message");
        _legacy = ChatAnswerWriter.IsLegacy(context);
        ChatAnswerWriter.NoteChoices(context, losses);
    }

    public void Take(in StreamEvent step)
    {
        var sources = _cited.Take(step);
        if (!sources.IsAbsent) Delta("\"annotations\":"u8, sources.Span);
        switch (step.Kind)
        {
            case StreamEventKind.Started:
                _head = Head(ChatAnswerWriter.Model(step.Name, _context));
                Delta("\"role\":\"assistant\",\"content\":"u8, "\"\""u8);
                break;
            case StreamEventKind.Opened when step.BlockKind is BlockKind.Media or BlockKind.Foreign:
                _whole.Add(step.Block, new AnswerBlock(step));
                break;
            case StreamEventKind.Grew when _whole.TryGetValue(step.Block, out var grown):
                grown.Take(step);
                break;
            case StreamEventKind.Closed when _whole.TryGetValue(step.Block, out var whole):
                Tell(whole.ToEventPart());
                break;
            case StreamEventKind.Opened:
                Open(step);
                break;
            case StreamEventKind.Grew:
                Grow(step);
                break;
            case StreamEventKind.Sealed:
                Seal(step);
                break;
            case StreamEventKind.Closed:
                Close(step);
                break;
            case StreamEventKind.Usage:
                _usage = step.Usage;
                break;
            case StreamEventKind.Stopped:
                if (!_refused && !step.Detail.IsEmpty && ChatAnswerWriter.Explanation(step.StopReason, new JsonText(step.Detail.ToArray())) is { } words)
                {
                    Delta("\"refusal\":"u8, words.Token);
                }

                Stop(step.StopReason);
                break;
            case StreamEventKind.Failed:
                ChatErrors.WriteInBand(step.Error!, new InBandPosition { Sse = true }, _output);
                break;
        }

        if (step.Kind is StreamEventKind.Stopped or StreamEventKind.Failed) _cited.Release();
    }

    private void Open(in StreamEvent step)
    {
        switch (step.BlockKind)
        {
            case BlockKind.Refusal:
                _refused = true;
                break;
            case BlockKind.Reasoning:
                _isNewThought = _hasThought;
                break;
            case BlockKind.ToolCall or BlockKind.CustomToolCall:
                OpenCall(step);
                break;
        }
    }

    // What is said in one piece.
    private void Tell(Part part)
    {
        if (ChatAnswerWriter.IsImage(part))
        {
            Delta("\"images\":["u8, CitationJson.Write(json => ChatPartWriter.Linked("image_url"u8, (MediaPart)part, json)).Span, "]"u8);
        }
        else if (ChatCallWriter.IsMember(part))
        {
            var foreign = (ForeignPart)part;
            Begin();
            _output.Write(JsonText.From(foreign.Type[ChatWords.MessageMember.Length..]).Token);
            _output.Write(":"u8);
            _output.Write(foreign.Raw.Span);
            End();
        }
        else
        {
            _losses.Note("part_dropped:" + (part is ForeignPart other ? other.Type : ChatPartWriter.Word(((MediaPart)part).Kind)), "choices[0].message");
        }
    }

    private void OpenCall(in StreamEvent step)
    {
        if (step.Namespace is not null) _losses.Note("param_dropped:namespace", $"choices[0].message.tool_calls[{_calls.Count}]");
        var call = new Call(_calls.Count, step.BlockKind == BlockKind.CustomToolCall);
        _calls.Add(step.Block, call);
        var name = JsonText.From(step.Name ?? "");
        if (_legacy)
        {
            if (call.Number > 0) _losses.Note("part_dropped:tool_call", "choices[0].message.function_call");
            else Delta("\"function_call\":{\"name\":"u8, name.Token, ",\"arguments\":\"\"}"u8);
            return;
        }

        var id = string.IsNullOrEmpty(step.Id) ? ChatAnswerWriter.CallId(_context, call.Number) : step.Id;
        Begin();
        _output.Write("\"tool_calls\":[{\"index\":"u8);
        Number(call.Number);
        _output.Write(",\"id\":"u8);
        _output.Write(JsonText.From(id).Token);
        _output.Write(call.IsCustom ? ",\"type\":\"custom\",\"custom\":{\"name\":"u8 : ",\"type\":\"function\",\"function\":{\"name\":"u8);
        _output.Write(name.Token);
        _output.Write(call.IsCustom ? ",\"input\":\"\"}}]"u8 : ",\"arguments\":\"\"}}]"u8);
        End();
    }

    private void Grow(in StreamEvent step)
    {
        switch (step.BlockKind)
        {
            case BlockKind.Text:
                Delta("\"content\":"u8, step.Text);
                break;
            case BlockKind.Refusal:
                Delta("\"refusal\":"u8, step.Text);
                break;
            case BlockKind.Reasoning:
                // Two thoughts read as two paragraphs, as in a whole answer.
                if (_isNewThought) Delta("\"reasoning_content\":"u8, "\"\\n\\n\""u8);
                _isNewThought = false;
                _hasThought = true;
                Delta("\"reasoning_content\":"u8, step.Text);
                break;
            default:
                Arguments(_calls[step.Block], step.Text);
                break;
        }
    }

    private void Arguments(Call call, ReadOnlySpan<byte> token)
    {
        call.HasArguments |= token.Length > 2;
        if (_legacy)
        {
            if (call.Number == 0) Delta("\"function_call\":{\"arguments\":"u8, token, "}"u8);
            return;
        }

        Begin();
        _output.Write("\"tool_calls\":[{\"index\":"u8);
        Number(call.Number);
        _output.Write(call.IsCustom ? ",\"custom\":{\"input\":"u8 : ",\"function\":{\"arguments\":"u8);
        _output.Write(token);
        _output.Write("}}]"u8);
        End();
    }

    private void Seal(in StreamEvent step)
    {
        if (step.Seal != ReasoningSealKind.ThoughtSignature || _legacy || !_calls.TryGetValue(step.Block, out var call))
        {
            _losses.Note("reasoning_context_lost", "choices[0].message");
            return;
        }

        Begin();
        _output.Write("\"tool_calls\":[{\"index\":"u8);
        Number(call.Number);
        // Typed clients take no fragment of a call without its function.
        _output.Write(",\"type\":\"function\",\"function\":{\"arguments\":\"\"},\"extra_content\":{\"google\":{\"thought_signature\":"u8);
        _output.Write(step.Text);
        _output.Write("}}}]"u8);
        End();
    }

    // Clients parse what they have gathered, and an empty text is no JSON.
    private void Close(in StreamEvent step)
    {
        if (_calls.TryGetValue(step.Block, out var call) && !call.IsCustom && !call.HasArguments) Arguments(call, "\"{}\""u8);
    }

    private void Stop(StopReason reason)
    {
        _output.Write(_head);
        _output.Write("\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\""u8);
        _output.Write(ChatStops.Write(reason, _calls.Count > 0, _refused, _legacy));
        _output.Write("\"}]}\n\n"u8);
        if (_context.IncludeUsage && _usage is { } usage)
        {
            _output.Write(_head);
            _output.Write("\"choices\":[],"u8);
            _output.Write(Usage(usage));
            _output.Write("}\n\n"u8);
        }

        _output.Write("data: [DONE]\n\n"u8);
    }

    // The member alone: an object without its braces.
    private static ReadOnlySpan<byte> Usage(Usage usage)
    {
        var text = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(text, WireJson.Options))
        {
            json.WriteStartObject();
            ChatUsageWriter.Write(usage, json);
            json.WriteEndObject();
        }

        return text.WrittenSpan[1..^1];
    }

    private byte[] Head(string model)
    {
        var text = new ArrayBufferWriter<byte>(256);
        text.Write("data: "u8);
        using (var json = new Utf8JsonWriter(text, WireJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, ChatAnswerWriter.Id(_context));
            json.WriteString("object"u8, "chat.completion.chunk"u8);
            json.WriteNumber("created"u8, _context.CreatedAt.ToUnixTimeSeconds());
            json.WriteString("model"u8, model);
        }

        text.Write(","u8);
        return text.WrittenSpan.ToArray();
    }

    private void Delta(ReadOnlySpan<byte> name, ReadOnlySpan<byte> token, ReadOnlySpan<byte> rest = default)
    {
        Begin();
        _output.Write(name);
        _output.Write(token);
        _output.Write(rest);
        End();
    }

    private void Begin()
    {
        _output.Write(_head);
        _output.Write("\"choices\":[{\"index\":0,\"delta\":{"u8);
    }

    private void End() => _output.Write("},\"logprobs\":null,\"finish_reason\":null}]}\n\n"u8);

    private void Number(int number)
    {
        var span = _output.GetSpan(11);
        number.TryFormat(span, out var written);
        _output.Advance(written);
    }

    private sealed class Call(int number, bool isCustom)
    {
        public int Number { get; } = number;

        public bool IsCustom { get; } = isCustom;

        public bool HasArguments { get; set; }
    }
}
