using Gantry.Simulator.Answers;
using static Gantry.Simulator.Framing.JsonText;

namespace Gantry.Simulator.Responses;

/// <summary>Output items, open and finished.</summary>
internal static class Items
{
    public static string Id(AnswerPart part, Ids ids) => ids.Hex(part switch
    {
        ReasoningPart or RedactedPart => "rs_",
        ToolCallPart { Custom: true } => "ctc_",
        ToolCallPart => "fc_",
        _ => "msg_",
    }, 48);

    /// <summary>The item as <c>response.output_item.added</c> shows it.</summary>
    public static string Open(AnswerPart part, string id, string callId) => part switch
    {
        ReasoningPart reasoning => Reasoning(id, "", reasoning.Seal),
        RedactedPart redacted => Reasoning(id, "", redacted.Seal),
        ToolCallPart call => Call(call, id, callId, "in_progress", ""),
        _ => $$"""{"id":"{{id}}","type":"message","status":"in_progress","content":[],"role":"assistant"}""",
    };

    public static string Finished(AnswerPart part, string id, string callId, bool refused, bool cut) => part switch
    {
        ReasoningPart reasoning => Reasoning(id, Summary(reasoning.Text), reasoning.Seal),
        RedactedPart redacted => Reasoning(id, "", redacted.Seal),
        ToolCallPart call => Call(call, id, callId, "completed", call.Input),
        TextPart text => $$"""{"id":"{{id}}","type":"message","status":"{{(cut ? "incomplete" : "completed")}}","content":[{{TextOf(text.Text, refused)}}],"role":"assistant"}""",
        _ => throw new InvalidOperationException($"No item for {part.GetType().Name}."),
    };

    public static string TextOf(string text, bool refused) => refused
        ? $$"""{"type":"refusal","refusal":{{Quote(text)}}}"""
        : $$"""{"type":"output_text","annotations":[],"logprobs":[],"text":{{Quote(text)}}}""";

    public static string Summary(string text) => $$"""{"type":"summary_text","text":{{Quote(text)}}}""";

    private static string Reasoning(string id, string summary, string seal) =>
        $$"""{"id":"{{id}}","type":"reasoning","encrypted_content":"{{seal}}","summary":[{{summary}}]}""";

    private static string Call(ToolCallPart call, string id, string callId, string status, string input)
    {
        var (type, member) = call.Custom ? ("custom_tool_call", "input") : ("function_call", "arguments");
        var outer = call.Namespace is null ? "" : $",\"namespace\":{Quote(call.Namespace)}";
        return $$"""{"id":"{{id}}","type":"{{type}}","status":"{{status}}","{{member}}":{{Quote(input)}},"call_id":"{{callId}}","name":{{Quote(call.Name)}}{{outer}}}""";
    }
}
