using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Converse;

/// <summary>Reads the body of a request. Model and stream stand in the path.</summary>
internal static class ConverseRequestReader
{
    public static ChatRequest Read(ReadOnlyMemory<byte> body, in ChatCall call)
    {
        var root = new ConversePlace("");
        var cursor = new ConverseCursor(body);
        if (cursor.Token != JsonTokenType.StartObject) throw root.Fault("", "an object");
        var known = new Dictionary<string, JsonSlice>(StringComparer.Ordinal);
        var extras = new List<ExtraMember>();
        List<Turn>? turns = null;
        while (cursor.NextMember(out var name))
        {
            if (name == "messages")
            {
                turns = Turns(ref cursor);
                continue;
            }

            var value = cursor.Value();
            if (!IsKnown(name)) extras.Add(new ExtraMember(Protocol.Converse, name, value));
            else if (value.Kind == JsonTokenType.Null) known.Remove(name);
            else known[name] = value;
        }

        cursor.End();
        var tools = Members(known, "toolConfig");
        var fields = Members(known, ConverseWords.ModelFields);
        var sampling = Sampling(Members(known, "inferenceConfig"), fields, extras);
        var request = new ChatRequest(call.Model ?? "")
        {
            Stream = call.Stream ?? false,
            Instructions = Instructions(known.GetValueOrDefault("system")),
            Turns = turns ?? throw root.Fault("messages", "an array"),
            Tools = ConverseToolReader.Tools(tools.Take("tools")),
            ToolChoice = ConverseToolReader.Choice(tools.Take("toolChoice")),
            Sampling = sampling,
            OutputFormat = Format(Members(known, "outputConfig"), extras),
            Identity = Identity(known, extras),
            Extras = extras,
        };
        tools.KeepAs("toolConfig", extras);
        fields.KeepAs(ConverseWords.ModelFields, extras);
        return request;
    }

    private static bool IsKnown(string name) => name is "system" or "inferenceConfig" or "toolConfig" or "outputConfig" or "requestMetadata"
        or "serviceTier" or ConverseWords.ModelFields;

    private static ConverseMembers Members(Dictionary<string, JsonSlice> known, string name) =>
        ConverseMembers.Read(known.TryGetValue(name, out var value) ? value : new JsonSlice("{}"u8.ToArray()), new ConversePlace(""), name);

    private static List<Turn> Turns(ref ConverseCursor cursor)
    {
        if (cursor.Token != JsonTokenType.StartArray) throw new ConversePlace("").Fault("messages", "an array");
        var turns = new List<Turn>();
        while (cursor.NextElement()) turns.Add(Message(ref cursor, new ConversePlace("messages", turns.Count)));
        return turns;
    }

    private static Turn Message(ref ConverseCursor cursor, in ConversePlace place)
    {
        if (cursor.Token != JsonTokenType.StartObject) throw place.Fault("", "an object");
        Role? role = null;
        IReadOnlyList<Part>? parts = null;
        List<ExtraMember>? extras = null;
        while (cursor.NextMember(out var name))
        {
            if (name == "role") role = RoleOf(cursor.Value(), place);
            else if (name == "content") parts = ConverseBlockReader.Read(ref cursor, place);
            else (extras ??= []).Add(new ExtraMember(Protocol.Converse, name, cursor.Value()));
        }

        return new Turn(role ?? throw Unspoken(place), parts ?? throw place.Fault("content", "an array of blocks"))
        {
            Extras = extras is null ? Array.Empty<ExtraMember>() : extras,
        };
    }

    private static Role RoleOf(JsonSlice value, in ConversePlace place)
    {
        if (value.Span.SequenceEqual("\"user\""u8)) return Role.User;
        return value.Span.SequenceEqual("\"assistant\""u8) ? Role.Assistant : throw Unspoken(place);
    }

    private static ProtocolException Unspoken(in ConversePlace place) => place.Fault("role", "\"user\" or \"assistant\"");

    private static List<TextPart> Instructions(JsonSlice system)
    {
        var texts = new List<TextPart>();
        if (system.IsAbsent) return texts;
        var place = new ConversePlace("system");
        if (system.Kind != JsonTokenType.StartArray) throw place.Fault("", "an array of texts and cache points");
        var cursor = new ConverseCursor(system.Memory);
        foreach (var part in ConverseBlockReader.Read(ref cursor, place))
        {
            texts.Add(part as TextPart ?? throw new ConversePlace("system", texts.Count).Fault("", "a text, or a cache point behind one"));
        }

        return texts;
    }

    private static Sampling Sampling(ConverseMembers config, ConverseMembers fields, List<ExtraMember> extras)
    {
        var largest = config.Take("maxTokens");
        long limit = 0;
        if (!largest.IsAbsent && !(Utf8Parser.TryParse(largest.Span, out limit, out int used) && used == largest.Span.Length))
        {
            throw new ConversePlace("inferenceConfig").Fault("maxTokens", "a whole number");
        }

        var sampling = new Sampling
        {
            MaxOutputTokens = largest.IsAbsent ? null : limit,
            Temperature = config.Take("temperature"),
            TopP = config.Take("topP"),
            TopK = fields.Take("top_k"),
            Stop = Stops(config.Take("stopSequences")),
        };
        config.KeepAs("inferenceConfig", extras);
        return sampling;
    }

    private static List<JsonText> Stops(JsonSlice value)
    {
        var stops = new List<JsonText>();
        if (value.IsAbsent) return stops;
        var place = new ConversePlace("inferenceConfig.stopSequences");
        var cursor = new ConverseCursor(value.Memory);
        if (cursor.Token != JsonTokenType.StartArray) throw place.Fault("", "an array of strings");
        while (cursor.NextElement())
        {
            if (cursor.Token != JsonTokenType.String) throw place.Fault("", "an array of strings");
            stops.Add(new JsonText(cursor.Value().Memory));
        }

        return stops;
    }

    private static OutputFormat? Format(ConverseMembers config, List<ExtraMember> extras)
    {
        var value = config.TakeObject("textFormat");
        var format = value.IsAbsent ? null : Schema(value);
        if (format is null && !value.IsAbsent) config.Return("textFormat", value);
        config.KeepAs("outputConfig", extras);
        return format;
    }

    // The schema is a JSON text; one that is no JSON is nobody else's.
    private static OutputFormat? Schema(JsonSlice value)
    {
        var format = ConverseMembers.Read(value);
        bool isSchema = format.TakeText("type") is { } type && type.ValueEquals("json_schema"u8);
        var structure = format.TakeObject("structure");
        if (!isSchema || structure.IsAbsent || !format.IsEmpty) return null;
        var kinds = ConverseMembers.Read(structure);
        var schema = kinds.TakeObject("jsonSchema");
        if (schema.IsAbsent || !kinds.IsEmpty) return null;
        var members = ConverseMembers.Read(schema);
        var text = members.TakeText("schema");
        string name = members.TakeText("name")?.ToString() ?? "";
        var description = members.TakeText("description");
        if (text is null || !members.IsEmpty) return null;
        byte[] decoded = Encoding.UTF8.GetBytes(text.Value.ToString().Trim());
        return IsJson(decoded) ? new OutputFormat(new JsonSlice(decoded)) { Name = name, Description = description, Strict = true } : null;
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            while (reader.Read())
            {
            }

            return text.Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static RequestIdentity Identity(Dictionary<string, JsonSlice> known, List<ExtraMember> extras)
    {
        var metadata = known.GetValueOrDefault("requestMetadata");
        if (!metadata.IsAbsent && metadata.Kind != JsonTokenType.StartObject) throw new ConversePlace("").Fault("requestMetadata", "an object");
        var tier = Members(known, "serviceTier");
        string type = tier.Peek("type");
        if (ConverseWords.IsTier(type)) tier.Take("type");
        else type = "";
        tier.KeepAs("serviceTier", extras);
        return new RequestIdentity { Metadata = metadata, ServiceTier = type };
    }
}
