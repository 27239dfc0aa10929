using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using static Gantry.Simulator.Framing.JsonText;

namespace Gantry.Simulator.Converse;

/// <summary>A ConverseResponse.</summary>
internal static class WholeAnswer
{
    public static string Write(Turn turn)
    {
        var content = string.Join(',', turn.Answer.Parts.Select(part => Block(part, turn.Ids)));
        var usage = turn.Answer.OmitUsage ? "" : $",\"usage\":{UsageObject.Write(turn.Answer.Usage)}";
        return $$$"""{"metrics":{"latencyMs":12},"output":{"message":{"content":[{{{content}}}],"role":"assistant"}},"stopReason":"{{{Stop(turn.Answer.Stop)}}}"{{{usage}}}}""";
    }

    public static string Stop(StopReason stop) => stop switch
    {
        StopReason.ToolCalls => "tool_use",
        StopReason.Length => "max_tokens",
        StopReason.Refused => "content_filtered",
        _ => "end_turn",
    };

    private static string Block(AnswerPart part, Ids ids) => part switch
    {
        TextPart text => $$"""{"text":{{Quote(text.Text)}}}""",
        ReasoningPart reasoning => $$$$"""{"reasoningContent":{"reasoningText":{"signature":"{{{{reasoning.Seal}}}}","text":{{{{Quote(reasoning.Text)}}}}}}}""",
        RedactedPart redacted => $$$"""{"reasoningContent":{"redactedContent":"{{{redacted.Seal}}}"}}""",
        ToolCallPart call => $$$"""{"toolUse":{"input":{{{call.Input}}},"name":{{{Quote(call.Name)}}},"toolUseId":"{{{ids.Next("tooluse_", 22)}}}"}}""",
        _ => throw new InvalidOperationException($"No block for {part.GetType().Name}."),
    };
}
