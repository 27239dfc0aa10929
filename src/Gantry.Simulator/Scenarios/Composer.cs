using System.Text.Json.Nodes;
using Usage = Gantry.Protocols.Hub.Usage;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Faults;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Scenarios;

/// <summary>Turns a scenario and a prompt into an answer.</summary>
/// <remarks>
/// The sensible answer, first match wins: after a tool's result, text; a <c>[[write-file …]]</c> or <c>[[call …]]</c> marker with tools on offer, that call;
/// a forced tool choice, a call with the smallest valid input; JSON asked for, the smallest valid instance; otherwise text:
/// what <c>[[say …]]</c> says, or <c>Simulated answer to: </c> and the last line of the user's last text (80 characters at most), up to the
/// first stop sequence. It stops at its limit where <c>[[limit]]</c> orders that.
/// </remarks>
internal static class Composer
{
    private const string Thought = "The question is short, so the answer can be short.";
    private const int EchoLength = 80;
    private const int SealBytes = 96;

    // Two-, three- and four-byte characters: what a writer can split.
    private const string NonAscii = "é漢字🙂 ";

    public static Answer Compose(Scenario scenario, Prompt prompt, Ids ids)
    {
        var parts = Parts(scenario, prompt, ids);
        var stop = scenario.Kind switch
        {
            ScenarioKind.Length => StopReason.Length,
            ScenarioKind.Refusal => StopReason.Refused,
            ScenarioKind.Sensible when Marker.Limit(prompt.TurnTexts) => StopReason.Length,
            _ => parts.Exists(part => part is ToolCallPart) ? StopReason.ToolCalls : StopReason.End,
        };
        var counted = new Usage
        {
            UncachedInput = prompt.InputTokens - prompt.Cache.Read - prompt.Cache.Written5m - prompt.Cache.Written1h,
            CacheRead = prompt.Cache.Read,
            CacheWrite5m = prompt.Cache.Written5m,
            CacheWrite1h = prompt.Cache.Written1h,
            Output = parts.Sum(part => part.Tokens),
            Reasoning = parts.Where(part => part is ReasoningPart or RedactedPart).Sum(part => part.Tokens),
        };
        return new Answer(parts, stop, scenario.Claim.Over(counted))
        {
            OmitUsage = scenario.Fault.Kind is FaultKind.NoUsage or FaultKind.NoEnd,
        };
    }

    private static List<AnswerPart> Parts(Scenario scenario, Prompt prompt, Ids ids)
    {
        var parts = new List<AnswerPart>();
        if (scenario.Kind == ScenarioKind.Redacted) parts.Add(new RedactedPart(ids.Seal(SealBytes)));
        if (scenario.Kind == ScenarioKind.Reason || (scenario.Kind == ScenarioKind.Sensible && Marker.Reason(prompt.TurnTexts)))
        {
            parts.Add(new ReasoningPart(Pieces.Words(Thought), ids.Seal(SealBytes)));
        }
        var calls = prompt.EndsWithToolResult ? [] : Calls(scenario, prompt, ids);
        parts.AddRange(calls);
        if (calls.Count == 0) parts.Add(new TextPart(Text(scenario, prompt)));
        return parts;
    }

    private static List<ToolCallPart> Calls(Scenario scenario, Prompt prompt, Ids ids)
    {
        if (prompt.Tools.Count == 0 || prompt.Choice == ToolChoice.None) return [];
        return scenario.Kind switch
        {
            ScenarioKind.Tools => [.. Enumerable.Range(0, scenario.Calls).Select(index => Smallest(Chosen(prompt, index), index == 0 ? ids : null))],
            ScenarioKind.WriteFile => WriteFile(prompt, Marker.WriteFile(prompt.UserTexts) ?? ("simulated.txt", "written by the simulator"), ids),
            ScenarioKind.Sensible => Sensible(prompt, ids),
            _ => [],
        };
    }

    private static List<ToolCallPart> Sensible(Prompt prompt, Ids ids)
    {
        if (Marker.WriteFiles(prompt.TurnTexts) is { Count: > 0 } files)
        {
            return [.. files.SelectMany((file, index) => WriteFile(prompt, file, index == 0 ? ids : null))];
        }

        var ordered = Marker.Calls(prompt.TurnTexts)
            .Select(call => (Tool: prompt.Tools.FirstOrDefault(tool => tool.Name == call.Tool), call.Input))
            .Where(call => call.Tool is not null)
            .ToList();
        if (ordered.Count > 0)
        {
            return
            [
                .. ordered.Select((call, index) => call.Input is null
                    ? Smallest(call.Tool!, index == 0 ? ids : null)
                    : Call(call.Tool!, call.Input, index == 0 ? ids : null)),
            ];
        }
        return prompt.Choice == ToolChoice.Required ? [Smallest(Chosen(prompt, 0), ids)] : [];
    }

    private static List<ToolCallPart> WriteFile(Prompt prompt, (string Path, string Content) file, Ids? ids) =>
        FileWriter.Find(prompt.Tools, file.Path, file.Content) is { } found ? [Call(found.Tool, found.Input, ids)] : [];

    private static OfferedTool Chosen(Prompt prompt, int index) =>
        prompt.Tools.FirstOrDefault(tool => tool.Name == prompt.NamedTool) ?? prompt.Tools[index % prompt.Tools.Count];

    private static ToolCallPart Smallest(OfferedTool tool, Ids? seals)
    {
        if (tool.Custom) return Call(tool, "simulated", seals);
        var input = SchemaInstance.Of(tool.Schema) as JsonObject ?? [];
        return Call(tool, input.ToJsonString(CompactJson.Options), seals);
    }

    private static ToolCallPart Call(OfferedTool tool, string input, Ids? seals) => new(tool.Name, Pieces.Input(input))
    {
        Custom = tool.Custom,
        Namespace = tool.Namespace,
        Seal = seals?.Seal(SealBytes),
    };

    private static IReadOnlyList<string> Text(Scenario scenario, Prompt prompt)
    {
        if (scenario.Text is { } text) return Pieces.Words(text);
        if (scenario.Fault.Kind == FaultKind.Huge) return ["before ", new string('h', scenario.Fault.Mebibytes << 20), " after"];
        if (scenario.Fault.Kind == FaultKind.SplitUtf8) return [.. Enumerable.Repeat(NonAscii, scenario.Pieces ?? 8)];
        if (scenario.Pieces is { } count) return Pieces.Numbered(count, scenario.PieceBytes);
        if (scenario.Kind == ScenarioKind.Json || prompt.WantsJson) return Pieces.Input(Instance(prompt));
        if (scenario.Kind == ScenarioKind.Refusal) return Pieces.Words("I cannot help with that.");
        if (Marker.Say(prompt.UserTexts) is { } said) return Pieces.Words(said);
        return Pieces.Words(prompt.EndsWithToolResult
            ? "The tool has answered, the work is done."
            : StopWords.Cut("Simulated answer to: " + Echo(prompt.LastUserText), prompt.Body));
    }

    private static string Instance(Prompt prompt)
    {
        if (prompt.OutputSchema.ValueKind == System.Text.Json.JsonValueKind.Undefined) return """{"answer":"simulated"}""";
        return SchemaInstance.Of(prompt.OutputSchema)?.ToJsonString(CompactJson.Options) ?? "null";
    }

    private static string Echo(string text)
    {
        var line = text.AsSpan().Trim();
        line = line[(line.LastIndexOf('\n') + 1)..];
        if (line.Length > EchoLength) line = line[..(char.IsHighSurrogate(line[EchoLength - 1]) ? EchoLength - 1 : EchoLength)];
        return line.ToString();
    }
}
