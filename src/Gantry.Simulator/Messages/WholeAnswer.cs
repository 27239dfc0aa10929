using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using static Gantry.Simulator.Framing.JsonText;

namespace Gantry.Simulator.Messages;

/// <summary>A <c>message</c> object.</summary>
internal static class WholeAnswer
{
    public static string Write(Turn turn)
    {
        turn.AnswerId = turn.Ids.Next("msg_01", 22);
        var content = string.Join(',', turn.Answer.Parts.Select(part => Block(part, turn.Ids)));
        var usage = turn.Answer.OmitUsage ? "" : $",\"usage\":{UsageObject.Whole(turn.Answer.Usage, turn.Answer.Usage.TotalOutput)}";
        return $$"""
            {"model":{{Quote(turn.Prompt.Model)}},"id":"{{turn.AnswerId}}","type":"message","role":"assistant","content":[{{content}}],{{StopWord.Members(turn.Answer.Stop)}}{{usage}}}
            """;
    }

    private static string Block(AnswerPart part, Ids ids) => part switch
    {
        TextPart text => $$"""{"type":"text","text":{{Quote(text.Text)}}}""",
        ReasoningPart reasoning => $$"""{"type":"thinking","thinking":{{Quote(reasoning.Text)}},"signature":"{{reasoning.Seal}}"}""",
        RedactedPart redacted => $$"""{"type":"redacted_thinking","data":"{{redacted.Seal}}"}""",
        ToolCallPart call => $$$"""{"type":"tool_use","id":"{{{ids.Next("toolu_01", 22)}}}","name":{{{Quote(call.Name)}}},"input":{{{call.Input}}},"caller":{"type":"direct"}}""",
        _ => throw new InvalidOperationException($"No block for {part.GetType().Name}."),
    };
}
