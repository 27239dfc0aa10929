using System.Text;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Tests.Fuzzing;

/// <summary>Requests of the hub at random, sense and nonsense, small and quickly made.</summary>
internal static class FuzzRequests
{
    private static readonly string[] Ids = ["a", "call_1", "toolu_1", "", "x y", "call_1__thought__s", new('i', 70)];
    private static readonly string[] Names = ["f", "get weather", "g", "mcp__a.b", "", new('n', 70)];
    private static readonly string[] Texts = ["", " \n", "text", "said \"so\"", "\u00e4\ud83d\ude00", "<system-reminder>x</system-reminder>", "{\"a\":1}"];
    private static readonly string[] Values =
    [
        "{}", "[]", "null", "1", "\"x\"", "true", "{\"type\":\"object\"}", "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\"}},\"$defs\":{\"a\":{\"anyOf\":[{\"type\":\"null\"},{}]}}}",
        "{\"type\":[\"string\",\"null\"],\"enum\":[1,\"a\"]}", "{\"effort\":\"high\"}", "{\"type\":\"enabled\",\"budget_tokens\":-4}", "{\"thinkingBudget\":\"-1\"}", "[{\"type\":\"text\"}]", "\"\\ud800\"",
    ];

    // A definition is always an object: no reader takes another.
    private static readonly string[] Definitions = ["{}", "{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}", "{\"googleSearch\":{}}", "{\"type\":\"function\",\"function\":{\"name\":\"f\"}}", "{\"type\":\"shell\"}"];

    private static readonly string[] Members =
    [
        "thinking", "output_config.effort", "generationConfig.thinkingConfig", "safetySettings", "include", "truncation", "metadata", "modalities", "cachedContent", "reasoning", "service_tier",
        "cache_control", "role", "stream_options", "toolConfig.functionCallingConfig.mode", "mcp_servers", "defer_loading", "additionalModelRequestFields.thinking", "previous_response_id",
    ];

    public static ChatRequest Next(Random random, Protocol from) => new("m")
    {
        Stream = Chance(random, 2),
        Instructions = Many(random, 3, () => (TextPart)Marked(new TextPart(Text(random)), random)),
        Turns = Many(random, 6, () => new Turn((Role)random.Next(3), Many(random, 4, () => Piece(random, from, 0))) { SpeakerName = Chance(random, 9) ? Pick(Names, random) : null, Extras = Extras(random, from, 12) }),
        Tools = Many(random, 3, () => Tool(random, from)),
        ToolChoice = Chance(random, 2) ? ToolChoice.Unset : new ToolChoice((ToolChoiceKind)random.Next(4)) is var plain && Chance(random, 2) ? plain : new ToolChoice((ToolChoiceKind)random.Next(4, 7)) { Names = [Pick(Names, random)] },
        ParallelToolCalls = Flag(random),
        Reasoning = Chance(random, 2) ? null : new ReasoningRequest { Effort = random.Next(4) switch { 0 => "none", 1 => "high", 2 => "??", _ => "" }, BudgetTokens = Chance(random, 2) ? null : random.Next(-5, 50_000), Visible = Flag(random), Summary = Chance(random, 3) ? "auto" : "" },
        OutputFormat = Chance(random, 4) ? new OutputFormat(Chance(random, 3) ? default : Value(random)) { Name = Pick(Names, random), Strict = Flag(random) } : null,
        Sampling = new Sampling { MaxOutputTokens = Chance(random, 2) ? null : random.Next(-2, 100_000), Temperature = Chance(random, 3) ? Slice("1.7") : default, TopK = Chance(random, 5) ? Slice("3") : default, Candidates = Chance(random, 5) ? random.Next(3) : null, Stop = Many(random, 2, () => Text(random)) },
        Identity = new RequestIdentity { EndUser = Chance(random, 3) ? Text(random) : null, ServiceTier = random.Next(5) switch { 0 => "flex", 1 => "??", _ => "" }, Store = Flag(random) },
        Extras = Extras(random, from, 2),
    };

    private static Part Piece(Random random, Protocol from, int depth) => Marked(
        random.Next(depth == 0 ? 9 : 4) switch
        {
            0 or 1 => new TextPart(Text(random)) { Citations = Chance(random, 9) ? Value(random) : default, CitationsFrom = Chance(random, 2) ? from : null },
            2 => Media(random),
            3 => new ForeignPart(Chance(random, 2) ? from : Protocol.Messages, Pick(["tool_reference", "server_tool_use", "web_search_tool_result", "executableCode", "thought", "local_shell_call", "?"], random), Value(random)),
            4 => new ReasoningPart(Text(random)) { IsSummary = Chance(random, 2), Seal = Seal(random) },
            5 => new RefusalPart(Text(random)),
            6 or 7 => Call(random),
            _ => new ToolResultPart(Pick(Ids, random), Many(random, 3, () => Piece(random, from, 1))) { IsError = Chance(random, 4), Name = Chance(random, 4) ? Pick(Names, random) : null, Kind = (ToolKind)random.Next(2) },
        },
        random);

    private static ToolCallPart Call(Random random)
    {
        bool isText = Chance(random, 2);
        return new ToolCallPart(Pick(Ids, random), Pick(Names, random))
        {
            Kind = (ToolKind)(Chance(random, 6) ? 1 : 0),
            Namespace = Chance(random, 9) ? "ns" : null,
            Arguments = isText ? default : Value(random),
            ArgumentsText = isText ? JsonText.From(Chance(random, 3) ? Pick(Texts, random) : Pick(Values, random)) : null,
            Seal = Chance(random, 5) ? Seal(random) : null,
        };
    }

    private static MediaPart Media(Random random)
    {
        var media = new MediaPart((MediaKind)random.Next(4)) { MediaType = Pick(["image/png", "application/pdf", "text/plain", "audio/wav", ""], random) };
        return random.Next(5) switch
        {
            0 => media with { Url = JsonText.From(Pick(["https://x.example/a.png", "data:image/png;base64,iVBO", "data:x"], random)) },
            1 => media with { FileId = Text(random) },
            2 => media with { PlainText = Text(random) },
            _ => media with { Data = JsonText.From(Pick(["iVBO", "/9j/AA==", "", "@"], random)) },
        };
    }

    private static Tool Tool(Random random, Protocol from) => new(Pick(Names, random))
    {
        Kind = (ToolKind)(Chance(random, 4) ? random.Next(3) : 0),
        Namespace = Chance(random, 9) ? "ns" : null,
        Description = Chance(random, 2) ? Text(random) : null,
        Parameters = Chance(random, 4) ? default : Value(random),
        Strict = Flag(random),
        Raw = Slice(Pick(Definitions, random)),
        From = from,
        Cache = (CacheMark)random.Next(3),
        Extras = Extras(random, from, 5),
    };

    private static ReasoningSeal? Seal(Random random) => Chance(random, 3) ? null : new ReasoningSeal((ReasoningSealKind)random.Next(4), Text(random));

    private static Part Marked(Part part, Random random) => Chance(random, 6) ? part with { Cache = (CacheMark)random.Next(3) } : part;

    private static List<ExtraMember> Extras(Random random, Protocol from, int rarely) =>
        Chance(random, rarely) ? Many(random, 3, () => new ExtraMember(from, Pick(Members, random), Value(random))) : [];

    private static List<T> Many<T>(Random random, int most, Func<T> make)
    {
        var list = new List<T>();
        for (int i = random.Next(most + 1); i > 0; i--) list.Add(make());
        return list;
    }

    private static bool Chance(Random random, int of) => random.Next(of) == 0;

    private static bool? Flag(Random random) => random.Next(4) switch { 0 => true, 1 => false, _ => null };

    private static string Pick(string[] of, Random random) => of[random.Next(of.Length)];

    private static JsonText Text(Random random) => JsonText.From(Pick(Texts, random));

    private static JsonSlice Value(Random random) => Slice(Pick(Values, random));

    private static JsonSlice Slice(string json) => new(Encoding.UTF8.GetBytes(json));
}
