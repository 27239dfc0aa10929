using System.Text;
using System.Text.Json.Nodes;

namespace Gantry.Protocols.Tests.Translations;

/// <summary>Writes <c>docs/protocols/losses.md</c> from the golden directions.</summary>
internal static class LossesPage
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["arguments_repaired"] = "arguments that are no JSON object are carried inside one",
        ["citations_coarse"] = "sources without a form there are left out, the text stays",
        ["grammar_not_enforced"] = "the grammar is carried as a description",
        ["hosted_tool_dropped"] = "left out: the provider's own tool",
        ["json_object_best_effort"] = "carried as an instruction",
        ["json_schema_best_effort"] = "the schema is carried as an instruction",
        ["message_name_dropped"] = "the speaker's name is left out",
        ["mid_system_inlined"] = "carried as a reminder in the user's turn",
        ["parallel_not_enforceable"] = "left out: one call at a time cannot be demanded there",
        ["reasoning_context_lost"] = "thoughts without a seal of this upstream are left out",
        ["safety_settings_dropped"] = "left out",
        ["sampling_dropped_thinking"] = "left out: the model takes none while it thinks",
        ["schema_sanitized"] = "the schema is carried in the words that are known there",
        ["service_tier_dropped"] = "left out: no such tier there",
        ["stop_dropped"] = "left out",
        ["store_unsupported"] = "nothing is stored",
        ["strict_dropped"] = "carried without its strictness",
    };

    public static string Text()
    {
        var page = new StringBuilder("""
            # What each direction loses

            Made from the golden files of [the tests](../../tests/Gantry.Protocols.Tests/Translations/Golden), which hold whole bodies: a request that uses every member of its protocol, and an answer
            with every kind of content, in every other protocol. What is not listed crosses, in the same words or in others. *Refused* is answered with 400 before anything is sent, and names the member.
            Asked were `gpt-5.1` (Chat, Responses), `claude-opus-4-6` (Messages, Converse) and `gemini-3-pro`; other models lose more or less, as their
            [rules](../../src/Gantry.Protocols/Models/model-rules.json) say. Paths are those of the side that is named first. Labels (`metadata`), Chat's `store` and hints to caches and to the transport
            mean nothing to another vendor and are not named.


            """);
        page.Append("## Requests\n");
        foreach (var client in GoldenDirections.Clients)
        {
            foreach (var upstream in GoldenDirections.Upstreams.Where(other => other != client)) Direction(page, client, upstream, GoldenDirections.Request(client, upstream), "asked");
        }

        page.Append("\n## Answers\n");
        foreach (var upstream in GoldenDirections.Upstreams)
        {
            foreach (var client in GoldenDirections.Clients.Where(other => other != upstream)) Direction(page, upstream, client, GoldenDirections.Answer(upstream, client), "said");
        }

        return page.ToString();
    }

    private static void Direction(StringBuilder page, Protocol from, Protocol to, JsonObject golden, string kind)
    {
        var source = JsonNode.Parse(File.ReadAllText(Golden.PathOf($"Translations/Golden/{kind}-{GoldenDirections.Name(from)}.json")))!;
        var rows = new List<string>();
        foreach (var refusal in golden["refused"]!.AsArray()) rows.Add(Row(Typed(Bare((string)refusal!["at"]!), (string?)refusal["type"]), "refused"));
        foreach (var loss in golden["lost"]!.AsArray())
        {
            string token = (string)loss!["token"]!;
            int colon = token.IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? "" : token[(colon + 1)..];
            string place = kind == "asked" ? At(source, (string)loss["at"]!) : "";
            string member = place.Length > 0 && (name.Length == 0 || place.Split('.')[^1].StartsWith(name.Split('.')[^1], StringComparison.Ordinal)) ? place : name;
            if (member.Length == 0 && kind == "asked") member = Meant(from, token, (string)loss["at"]!);
            rows.Add(Row(member.Length > 0 ? member : place, Said(token, colon), token));
        }

        page.Append($"\n### {from} {(kind == "asked" ? "request over" : "answer for")} {to}\n\n");
        if (rows.Count == 0) page.Append("Nothing.\n");
        else page.Append("| member | what happens | token |\n|---|---|---|\n").AppendJoin("", rows.Distinct());
    }

    // Some subjects are noted in the words of the model between the protocols.
    private static string Meant(Protocol client, string token, string at) => (token, at) switch
    {
        ("hosted_tool_dropped", _) => "tools[]",
        ("strict_dropped", _) => "tools[].strict",
        ("grammar_not_enforced", _) => "tools[].custom.format",
        ("citations_coarse", _) => client == Protocol.Responses ? "input[].content[].annotations" : "messages[].content[].citations",
        ("stop_dropped", _) => client == Protocol.Gemini ? "generationConfig.stopSequences" : "stop_sequences",
        (_, "logprobs") => client == Protocol.Gemini ? "generationConfig.responseLogprobs" : "top_logprobs",
        (_, "top_p") => "generationConfig.topP",
        (_, "top_k") => "generationConfig.topK",
        (_, "frequency_penalty") => "generationConfig.frequencyPenalty",
        (_, "presence_penalty") => "generationConfig.presencePenalty",
        (_, "temperature") => "generationConfig.temperature",
        _ => "",
    };

    private static string Said(string token, int colon) => colon < 0
        ? Words.TryGetValue(token, out var words) ? words : throw new InvalidOperationException($"No words for '{token}'.")
        : token[..colon] switch
        {
            "param_dropped" => "left out",
            "param_clamped" => "carried as the highest value that is taken",
            "part_dropped" => "left out",
            _ => throw new InvalidOperationException($"No words for '{token}'."),
        };

    private static string Row(string member, string words, string token = "") =>
        $"| {(member.Length == 0 ? "" : $"`{member}`")} | {words} | {(token.Length == 0 ? "" : $"`{token}`")} |\n";

    // Where the source has nothing at a path, the path is another's: a number of the hub, or the target's own word.
    private static string At(JsonNode source, string path)
    {
        var node = source;
        foreach (string step in path.Replace("]", "", StringComparison.Ordinal).Split('.', '['))
        {
            node = node switch
            {
                JsonObject members => members[step],
                JsonArray items when int.TryParse(step, out int index) && index < items.Count => items[index],
                _ => null,
            };
            if (node is null) return "";
        }

        return Typed(Bare(path), GoldenDirections.TypeOf(node));
    }

    private static string Typed(string path, string? type) => type is null || !path.EndsWith(']') ? path : $"{path}: {type}";

    // Numbers of items say something about the golden file only.
    private static string Bare(string path) => System.Text.RegularExpressions.Regex.Replace(path, @"\[\d+\]", "[]");
}
