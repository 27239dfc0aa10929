using System.Text;
using System.Text.Json;
using Gantry.Simulator.Delivery;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Moderations;

/// <summary><c>/v1/moderations</c>: one harmless result for each text; a text with <c>[[harm]]</c> is flagged as violence.</summary>
internal static class ModerationsReply
{
    private static readonly string[] Categories =
    [
        "harassment", "harassment/threatening", "sexual", "hate", "hate/threatening", "illicit", "illicit/violent",
        "self-harm/intent", "self-harm/instructions", "self-harm", "sexual/minors", "violence", "violence/graphic",
    ];

    public static Reply Of(Asked asked)
    {
        var input = asked.Body.Member("input");
        if (input.ValueKind == JsonValueKind.Undefined) throw new BadPromptException("Missing required parameter: 'input'.", "input");
        // A list of parts is one input, a list of strings is several.
        List<string> inputs = input.Items().FirstOrDefault().ValueKind == JsonValueKind.String ? [.. input.Items().Select(item => item.ToString())] : [input.GetRawText()];
        var results = inputs.Select(text => Result(text.Contains("[[harm]]", StringComparison.Ordinal)));
        var model = asked.Model.Length == 0 ? "omni-moderation-latest" : asked.Model;
        var body = $$"""{"id":"{{asked.Ids.Next("modr-", 24)}}","model":{{JsonText.Quote(model)}},"results":[{{string.Join(',', results)}}]}""";
        return new Reply { ContentType = "application/json", Body = Encoding.UTF8.GetBytes(body) };
    }

    private static string Result(bool harmful)
    {
        string Members(Func<string, string> value) => string.Join(',', Categories.Select(name => $"\"{name}\":{value(name)}"));
        bool Flagged(string name) => harmful && name == "violence";
        return $$$"""
            {"flagged":{{{(harmful ? "true" : "false")}}},"categories":{{{{Members(name => Flagged(name) ? "true" : "false")}}}},"category_scores":{{{{Members(name => Flagged(name) ? "0.98" : "0.0001")}}}},"category_applied_input_types":{{{{Members(_ => "[\"text\"]")}}}}}
            """;
    }
}
