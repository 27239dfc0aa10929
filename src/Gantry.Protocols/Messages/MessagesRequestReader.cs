using System.Buffers.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Messages;

/// <summary>Reads the body of a request, or of a token count, which is the same without <c>max_tokens</c>.</summary>
internal static class MessagesRequestReader
{
    public static ChatRequest Read(ReadOnlyMemory<byte> body, in ChatCall call)
    {
        var cursor = new MessagesCursor(body);
        if (cursor.Token != JsonTokenType.StartObject) throw new MessagesPlace("").Fault("", "an object");
        var known = new Dictionary<string, JsonSlice>(14, StringComparer.Ordinal);
        var extras = new List<ExtraMember>();
        IReadOnlyList<Turn>? turns = null;
        while (cursor.NextMember(out var name))
        {
            if (name == "messages")
            {
                turns = Turns(ref cursor);
                continue;
            }

            var value = cursor.Value();
            if (!IsKnown(name)) extras.Add(new ExtraMember(Protocol.Messages, name, value));
            else if (value.Kind == JsonTokenType.Null) known.Remove(name);
            else known[name] = value;
        }

        cursor.End();
        var choice = MessagesToolReader.Choice(Get(known, "tool_choice"), extras, out var parallel);
        return new ChatRequest(Model(Get(known, "model"), call))
        {
            Stream = call.Stream ?? Flag(known, "stream"),
            Instructions = Instructions(Get(known, "system")),
            Turns = turns ?? throw new MessagesPlace("").Fault("messages", "an array"),
            Tools = MessagesToolReader.Tools(Get(known, "tools")),
            ToolChoice = choice,
            ParallelToolCalls = parallel,
            Sampling = Sampling(known),
            OutputFormat = Format(known, extras),
            Identity = Identity(known, extras),
            Extras = extras,
        };
    }

    private static bool IsKnown(string name) => name is "model" or "system" or "max_tokens" or "stream" or "temperature" or "top_p" or "top_k"
        or "stop_sequences" or "tools" or "tool_choice" or "metadata" or "service_tier" or "output_config" or "output_format";

    private static JsonSlice Get(Dictionary<string, JsonSlice> known, string name) => known.GetValueOrDefault(name);

    private static string Model(JsonSlice model, in ChatCall call)
    {
        if (call.Model is { } named) return named;
        return model.Kind == JsonTokenType.String ? new JsonText(model.Memory).ToString() : throw new MessagesPlace("").Fault("model", "a string");
    }

    private static bool Flag(Dictionary<string, JsonSlice> known, string name) => Get(known, name).Kind switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.None => false,
        _ => throw new MessagesPlace("").Fault(name, "true or false"),
    };

    private static IReadOnlyList<Turn> Turns(ref MessagesCursor cursor)
    {
        if (cursor.Token != JsonTokenType.StartArray) throw new MessagesPlace("").Fault("messages", "an array");
        var turns = ScratchList<Turn>.Rent();
        var texts = new TextPool();
        while (cursor.NextElement()) turns.Add(Message(ref cursor, new MessagesPlace("messages", turns.Count), texts));
        return ScratchList<Turn>.Keep(turns);
    }

    private static Turn Message(ref MessagesCursor cursor, in MessagesPlace place, TextPool texts)
    {
        if (cursor.Token != JsonTokenType.StartObject) throw place.Fault("", "an object");
        Role? role = null;
        IReadOnlyList<Part>? parts = null;
        List<ExtraMember>? extras = null;
        while (cursor.NextMember(out var name))
        {
            if (name == "role") role = RoleOf(cursor.Value(), place);
            else if (name == "content") parts = MessagesBlockReader.Read(ref cursor, place, texts);
            else (extras ??= []).Add(new ExtraMember(Protocol.Messages, name, cursor.Value()));
        }

        return new Turn(role ?? throw Unspoken(place), parts ?? throw place.Fault("content", "a string or an array of blocks"))
        {
            Extras = extras is null ? Array.Empty<ExtraMember>() : extras,
        };
    }

    private static Role RoleOf(JsonSlice value, in MessagesPlace place)
    {
        if (value.Span.SequenceEqual("\"user\""u8)) return Role.User;
        if (value.Span.SequenceEqual("\"assistant\""u8)) return Role.Assistant;
        return value.Span.SequenceEqual("\"system\""u8) ? Role.System : throw Unspoken(place);
    }

    private static ProtocolException Unspoken(in MessagesPlace place) => place.Fault("role", "\"user\", \"assistant\" or \"system\"");

    private static List<TextPart> Instructions(JsonSlice system)
    {
        var place = new MessagesPlace("system");
        if (system.IsAbsent) return [];
        if (system.Kind is not (JsonTokenType.String or JsonTokenType.StartArray)) throw place.Fault("", "a string or an array of text blocks");
        var cursor = new MessagesCursor(system.Memory);
        var texts = new List<TextPart>();
        foreach (var part in MessagesBlockReader.Read(ref cursor, place, null))
        {
            texts.Add(part as TextPart ?? throw new MessagesPlace("system", texts.Count).Fault("type", "\"text\""));
        }

        return texts;
    }

    private static Sampling Sampling(Dictionary<string, JsonSlice> known)
    {
        var largest = Get(known, "max_tokens");
        long limit = 0;
        if (!largest.IsAbsent && !(Utf8Parser.TryParse(largest.Span, out limit, out int used) && used == largest.Span.Length))
        {
            throw new MessagesPlace("").Fault("max_tokens", "a whole number");
        }

        return new Sampling
        {
            MaxOutputTokens = largest.IsAbsent ? null : limit,
            Temperature = Get(known, "temperature"),
            TopP = Get(known, "top_p"),
            TopK = Get(known, "top_k"),
            Stop = Stops(Get(known, "stop_sequences")),
        };
    }

    private static List<JsonText> Stops(JsonSlice value)
    {
        var stops = new List<JsonText>();
        if (value.IsAbsent) return stops;
        var place = new MessagesPlace("stop_sequences");
        var cursor = new MessagesCursor(value.Memory);
        if (cursor.Token != JsonTokenType.StartArray) throw place.Fault("", "an array of strings");
        while (cursor.NextElement())
        {
            if (cursor.Token != JsonTokenType.String) throw place.Fault("", "an array of strings");
            stops.Add(new JsonText(cursor.Value().Memory));
        }

        return stops;
    }

    // The older beta's output_format says what output_config.format says; where both stand, the newer one counts.
    private static OutputFormat? Format(Dictionary<string, JsonSlice> known, List<ExtraMember> extras)
    {
        var config = Get(known, "output_config");
        OutputFormat? format = null;
        if (config.Kind == JsonTokenType.StartObject)
        {
            var members = MessagesMembers.Read(config);
            var value = members.Take("format");
            format = Schema(value);
            if (format is null && !value.IsAbsent) extras.Add(new ExtraMember(Protocol.Messages, "output_config.format", value));
            KeepMembers("output_config", members, extras);
            if (value.IsAbsent && members.IsEmpty) extras.Add(new ExtraMember(Protocol.Messages, "output_config", config));
        }
        else if (!config.IsAbsent)
        {
            extras.Add(new ExtraMember(Protocol.Messages, "output_config", config));
        }

        var older = Get(known, "output_format");
        if (older.IsAbsent || format is not null) return format;
        format = Schema(older);
        if (format is null) extras.Add(new ExtraMember(Protocol.Messages, "output_format", older));
        return format;
    }

    private static OutputFormat? Schema(JsonSlice value)
    {
        if (value.Kind != JsonTokenType.StartObject) return null;
        var members = MessagesMembers.Read(value);
        var schema = members.Take("schema");
        bool isSchema = members.TakeText("type") is { } type && type.ValueEquals("json_schema"u8);
        return isSchema && members.IsEmpty && !schema.IsAbsent ? new OutputFormat(schema) : null;
    }

    private static RequestIdentity Identity(Dictionary<string, JsonSlice> known, List<ExtraMember> extras)
    {
        var metadata = Get(known, "metadata");
        JsonText? user = null;
        if (metadata.Kind == JsonTokenType.StartObject)
        {
            var members = MessagesMembers.Read(metadata);
            user = members.TakeText("user_id");
            KeepMembers("metadata", members, extras);
        }
        else if (!metadata.IsAbsent)
        {
            extras.Add(new ExtraMember(Protocol.Messages, "metadata", metadata));
        }

        var tier = Get(known, "service_tier");
        bool isTier = tier.Kind == JsonTokenType.String && MessagesRequestWriter.IsTier(new JsonText(tier.Memory).ToString());
        if (!tier.IsAbsent && !isTier) extras.Add(new ExtraMember(Protocol.Messages, "service_tier", tier));
        return new RequestIdentity { EndUser = user, ServiceTier = isTier ? new JsonText(tier.Memory).ToString() : "" };
    }

    private static void KeepMembers(string of, MessagesMembers members, List<ExtraMember> extras)
    {
        foreach (var member in members.Rest) extras.Add(member with { Name = of + "." + member.Name });
    }
}
