using System.Text.Json;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>Reads one request.</summary>
internal sealed class ResponsesRequestReader(ChatCall call)
{
    private readonly List<ExtraMember> _extras = [];
    private readonly ResponsesConversation _conversation = new();
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
            string name = cursor.Text().ToString();
            cursor.Next();
            if (name == "input" && cursor.Kind == JsonTokenType.StartArray)
            {
                Items(ref cursor);
                continue;
            }

            var value = cursor.Value();
            if (value.Kind != JsonTokenType.Null && !Known(name, value)) _extras.Add(new ExtraMember(Protocol.Responses, name, value));
        }

        cursor.End();
        if (string.IsNullOrEmpty(_model)) throw new ProtocolException("The model is missing: name one as a text.", "model");
        return new ChatRequest(_model)
        {
            Stream = _stream,
            Instructions = _conversation.Instructions,
            Turns = _conversation.End(),
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
            case "instructions":
                if (value.Kind != JsonTokenType.String) return false;
                _conversation.Instruct(new TextPart(new JsonText(value.Memory)));
                return true;
            case "input":
                Input(value);
                return true;
            case "tools":
                _tools = ResponsesToolReader.Tools(value);
                return true;
            case "tool_choice":
                if (ResponsesToolReader.Choice(value) is not { } choice) return false;
                _toolChoice = choice;
                return true;
            case "parallel_tool_calls":
                _parallel = Flag(value, name);
                return true;
            case "text":
                TextMember(value);
                return true;
            case "reasoning":
                Reasoning(value);
                return true;
            default:
                return Sample(name, value) || Identify(name, value);
        }
    }

    private void Input(JsonSlice value)
    {
        if (value.Kind == JsonTokenType.String)
        {
            _conversation.Add(new ResponsesItem(Role.User, (IReadOnlyList<Part>)[new TextPart(new JsonText(value.Memory))]));
            return;
        }

        throw new ProtocolException("A text or an array of items is expected.", "input");
    }

    private void Items(ref ChatCursor cursor)
    {
        int at = 0;
        var texts = new TextPool();
        while (cursor.NextElement()) _conversation.Add(ResponsesItemReader.Read(ref cursor, IndexedPath.Of("input", at++), texts));
    }

    private void TextMember(JsonSlice value)
    {
        var members = Object(value, "text");
        if (members.TakeText("verbosity") is { } verbosity) _sampling = _sampling with { Verbosity = verbosity.ToString() };
        var format = members.Look("format");
        if (format.Kind == JsonTokenType.StartObject && TryFormat(format, out _format)) members.Take("format");
        Keep("text", members);
    }

    // Free text is no form at all; of a form that is not known nothing is read.
    private static bool TryFormat(JsonSlice value, out OutputFormat? format)
    {
        format = null;
        var members = new ResponsesMembers(value);
        switch (members.TakeText("type")?.ToString())
        {
            case "text":
                return members.Extras.Count == 0;
            case "json_object":
                format = new OutputFormat(default(JsonSlice));
                return members.Extras.Count == 0;
            case "json_schema":
                var schema = members.Take("schema");
                format = new OutputFormat(schema)
                {
                    Name = members.TakeText("name")?.ToString() ?? "",
                    Description = members.TakeText("description"),
                    Strict = members.TakeFlag("strict"),
                };
                if (!schema.IsAbsent && members.Extras.Count == 0) return true;
                format = null;
                return false;
            default:
                return false;
        }
    }

    private void Reasoning(JsonSlice value)
    {
        var members = Object(value, "reasoning");
        string summary = members.TakeText("summary")?.ToString() ?? "";
        _reasoning = new ReasoningRequest
        {
            Effort = members.TakeText("effort")?.ToString() ?? "",
            Summary = summary,
            Visible = summary.Length > 0 ? true : null,
        };
        Keep("reasoning", members);
    }

    private static ResponsesMembers Object(JsonSlice value, string name) => value.Kind == JsonTokenType.StartObject
        ? new ResponsesMembers(value)
        : throw new ProtocolException("An object is expected.", name);

    // Members of members are kept under both names, as in "reasoning.context".
    private void Keep(string of, ResponsesMembers members)
    {
        foreach (var member in members.Extras) _extras.Add(member with { Name = of + "." + member.Name });
    }

    private bool Sample(string name, JsonSlice value)
    {
        switch (name)
        {
            case "max_output_tokens":
                _sampling = _sampling with { MaxOutputTokens = Integer(value, name) };
                return true;
            case "temperature":
                _sampling = _sampling with { Temperature = Number(value, name) };
                return true;
            case "top_p":
                _sampling = _sampling with { TopP = Number(value, name) };
                return true;
            case "top_logprobs":
                _sampling = _sampling with { TopLogProbabilities = Integer(value, name) };
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
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number)) return number;
        throw new ProtocolException("A whole number is expected.", name);
    }
}
