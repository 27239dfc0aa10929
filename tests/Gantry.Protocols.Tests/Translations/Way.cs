using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;

namespace Gantry.Protocols.Tests.Translations;

/// <summary>One exchange from the client's bytes to the upstream's and back, as the server does it.</summary>
internal sealed class Way
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    private readonly Protocol _client;
    private readonly Protocol _upstream;
    private readonly AnswerContext _context;

    public Way(Protocol client, string body, TranslationTarget target, ReasoningMemory? memory = null)
    {
        (_client, _upstream) = (client, target.Protocol);
        var asked = ChatCodecs.For(client).ReadRequest(Encoding.UTF8.GetBytes(body), new ChatCall(client is Protocol.Gemini or Protocol.Converse ? "public" : null, null));
        _context = new AnswerContext(asked) { RequestId = "r1", CreatedAt = DateTimeOffset.UnixEpoch, IncludeUsage = body.Contains("include_usage", StringComparison.Ordinal) };
        Translation = Protocols.Translation.Begin(asked, new TranslationSource(client) { Tenant = "t", Memory = memory }, target, Losses);
        Body = Json(json => ChatCodecs.For(_upstream).WriteRequest(Translation.Request, json, Losses));
    }

    public LossLog Losses { get; } = new();

    public Translation Translation { get; }

    /// <summary>What the upstream gets.</summary>
    public JsonNode Body { get; }

    /// <summary>What the client gets for a stream of the upstream; the same wherever the stream is cut.</summary>
    public string Stream(ReadOnlySpan<byte> stream, int size = int.MaxValue)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = ChatCodecs.For(_client).NewStreamWriter(_context, output, Losses);
        var reader = ChatCodecs.For(_upstream).NewStreamReader(new StreamGrammar(Translation.Answer(new StreamGrammar(writer))));
        while (!stream.IsEmpty)
        {
            var piece = stream[..Math.Min(size, stream.Length)];
            reader.Append(piece);
            stream = stream[piece.Length..];
        }

        reader.Complete();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>What the client gets for a whole answer of the upstream.</summary>
    public JsonNode Whole(string answer)
    {
        var (whole, error) = Translation.Answer(ChatCodecs.For(_upstream).ReadAnswer(Encoding.UTF8.GetBytes(answer)));
        if (error is not null) throw new InvalidOperationException(error.Code + ": " + error.Message);
        return Json(json => ChatCodecs.For(_client).WriteAnswer(whole, _context, json, Losses));
    }

    public static TranslationTarget Target(Protocol protocol, string model, TargetTraits? traits = null) => new(protocol, model)
    {
        Rules = ModelRulesCatalogue.BuiltIn.For(model),
        Traits = traits ?? new TargetTraits { DeveloperRole = true, CompletionCap = true, CustomTools = true },
        Issuer = IssuerId.Of("upstream of " + protocol),
    };

    public static string Pretty(JsonNode node) => node.ToJsonString(Readable);

    /// <summary>The data of every event; what is no JSON stands as it came.</summary>
    public static List<JsonNode> Events(string stream) =>
        [.. stream.Split('\n').Select(line => line.Trim('\r')).Select(line => line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : line)
            .Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!)];

    /// <summary>Events that name their type in their data.</summary>
    public static string Named(params string[] events) => string.Concat(events.Select(data => $"event: {JsonNode.Parse(data)!["type"]}\ndata: {data}\n\n"));

    public static string Data(params string[] events) => string.Concat(events.Select(data => $"data: {data}\r\n\r\n"));

    private static JsonNode Json(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, WireJson.Options)) write(json);
        return JsonNode.Parse(output.WrittenSpan)!;
    }
}
