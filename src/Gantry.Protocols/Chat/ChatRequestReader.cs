using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Reads one request.</summary>
internal sealed class ChatRequestReader(ChatCall call)
{
    private readonly List<ExtraMember> _extras = [];
    private ChatConversation? _conversation;
    private IReadOnlyList<Tool> _tools = [];
    private ToolChoice _toolChoice = ToolChoice.Unset;
    private ReasoningRequest? _reasoning;
    private OutputFormat? _format;
    private Sampling _sampling = new();
    private RequestIdentity _identity = new();
    private JsonText? _safetyIdentifier;
    private string? _model = call.Model;
    private bool _stream = call.Stream ?? false;
    private bool? _parallel;

    public ChatRequest Read(ReadOnlyMemory<byte> body)
    {
        var cursor = new ChatCursor(body);
        if (!cursor.EnterObject()) throw new ProtocolException("The body must be a JSON object.");
        while (cursor.NextMember())
        {
            var name = cursor.Text();
            Member(ref cursor, name);
        }

        cursor.End();
        if (string.IsNullOrEmpty(_model)) throw new ProtocolException("The model is missing: name one as a text.", "model");
        if (_conversation is not { } conversation) throw new ProtocolException("The messages are missing: give an array.", "messages");
        var turns = conversation.End();
        return new ChatRequest(_model)
        {
            Stream = _stream,
            Instructions = conversation.Instructions,
            Turns = turns,
            Tools = _tools,
            ToolChoice = _toolChoice,
            ParallelToolCalls = _parallel,
            Reasoning = _reasoning,
            Sampling = _sampling,
            OutputFormat = _format,
            Identity = _identity.EndUser is null ? _identity with { EndUser = _safetyIdentifier } : _identity,
            Extras = _extras,
        };
    }

    private void Member(ref ChatCursor cursor, JsonText name)
    {
        if (cursor.Is("messages"u8))
        {
            _conversation = new ChatConversation();
            ChatMessageReader.ReadAll(ref cursor, _conversation);
            return;
        }

        var key = name.ToString();
        var value = cursor.NextValue();
        if (value.Kind == JsonTokenType.Null) return;
        if (!Known(key, value)) _extras.Add(new ExtraMember(Protocol.Chat, key, value));
    }

    private bool Known(string name, JsonSlice value)
    {
        switch (name)
        {
            case "model":
                _model = call.Model ?? Text(value, name).ToString();
                return true;
            case "stream":
                _stream = call.Stream ?? Flag(value, name);
                return true;
            case "stream_options":
                return true;   // what the client wants to see of it stands in the answer's context
            case "tools":
                _tools = ChatToolReader.Tools(value);
                return true;
            case "functions":
                if (_tools.Count == 0) _tools = ChatToolReader.Tools(value, "functions");
                return true;
            case "tool_choice":
            case "function_call":
                if (ChatToolReader.Choice(value) is not { } choice) return false;
                _toolChoice = choice;
                return true;
            case "parallel_tool_calls":
                _parallel = Flag(value, name);
                return true;
            case "response_format":
                if (!ChatToolReader.TryFormat(value, out var format)) return false;
                _format = format;
                return true;
            case "reasoning_effort":
                _reasoning = new ReasoningRequest { Effort = Text(value, name).ToString() };
                return true;
            default:
                return Sample(name, value) || Identify(name, value);
        }
    }

    private bool Sample(string name, JsonSlice value)
    {
        switch (name)
        {
            case "max_tokens":
            case "max_completion_tokens":
                // Both caps hold where both are given.
                _sampling = _sampling with { MaxOutputTokens = Math.Min(Integer(value, name), _sampling.MaxOutputTokens ?? long.MaxValue) };
                return true;
            case "temperature":
                _sampling = _sampling with { Temperature = Number(value, name) };
                return true;
            case "top_p":
                _sampling = _sampling with { TopP = Number(value, name) };
                return true;
            case "top_k":
                _sampling = _sampling with { TopK = Number(value, name) };
                return true;
            case "frequency_penalty":
                _sampling = _sampling with { FrequencyPenalty = Number(value, name) };
                return true;
            case "presence_penalty":
                _sampling = _sampling with { PresencePenalty = Number(value, name) };
                return true;
            case "seed":
                _sampling = _sampling with { Seed = Number(value, name) };
                return true;
            case "n":
                _sampling = _sampling with { Candidates = Integer(value, name) };
                return true;
            case "stop":
                _sampling = _sampling with { Stop = Stop(value) };
                return true;
            case "logprobs":
                _sampling = _sampling with { LogProbabilities = Flag(value, name) };
                return true;
            case "top_logprobs":
                _sampling = _sampling with { TopLogProbabilities = Integer(value, name) };
                return true;
            case "logit_bias":
                _sampling = _sampling with { LogitBias = value };
                return true;
            case "verbosity":
                _sampling = _sampling with { Verbosity = Text(value, name).ToString() };
                return true;
            default:
                return false;
        }
    }

    private bool Identify(string name, JsonSlice value)
    {
        switch (name)
        {
            case "user":
                _identity = _identity with { EndUser = Text(value, name) };
                return true;
            case "safety_identifier":
                _safetyIdentifier = Text(value, name);
                return true;
            case "prompt_cache_key":
                _identity = _identity with { CacheKey = Text(value, name) };
                return true;
            case "metadata":
                _identity = _identity with { Metadata = value };
                return true;
            case "service_tier":
                _identity = _identity with { ServiceTier = Text(value, name).ToString() };
                return true;
            case "store":
                _identity = _identity with { Store = Flag(value, name) };
                return true;
            default:
                return false;
        }
    }

    private static List<JsonText> Stop(JsonSlice value)
    {
        if (value.Kind == JsonTokenType.String) return [new JsonText(value.Memory)];
        var cursor = new ChatCursor(value.Memory);
        cursor.Next();
        if (cursor.Kind != JsonTokenType.StartArray) throw new ProtocolException("A text or an array of texts is expected.", "stop");
        var stops = new List<JsonText>();
        while (cursor.NextElement())
        {
            if (cursor.Kind != JsonTokenType.String) throw new ProtocolException("A text is expected.", $"stop[{stops.Count}]");
            stops.Add(cursor.Text());
        }

        return stops;
    }

    private static JsonText Text(JsonSlice value, string name) => value.Kind == JsonTokenType.String
        ? new JsonText(value.Memory)
        : throw new ProtocolException("A text is expected.", name);

    private static bool Flag(JsonSlice value, string name) => value.Kind switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw new ProtocolException("true or false is expected.", name),
    };

    private static JsonSlice Number(JsonSlice value, string name) => value.Kind == JsonTokenType.Number
        ? value
        : throw new ProtocolException("A number is expected.", name);

    private static long Integer(JsonSlice value, string name)
    {
        var reader = new Utf8JsonReader(value.Span);
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)) return number;
        throw new ProtocolException("A whole number is expected.", name);
    }
}
