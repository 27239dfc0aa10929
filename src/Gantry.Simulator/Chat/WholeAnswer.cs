using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using static Gantry.Simulator.Framing.JsonText;

namespace Gantry.Simulator.Chat;

/// <summary>A <c>chat.completion</c> object.</summary>
internal static class WholeAnswer
{
    public static string Write(Turn turn)
    {
        var answer = turn.Answer;
        turn.AnswerId = turn.Ids.Next("chatcmpl-", 29);
        var refused = answer.Stop == StopReason.Refused;
        var content = answer.ToolCalls.Any() || refused ? "null" : Quote(answer.Text);
        var reasoning = answer.Reasoning.Length > 0 ? $",\"reasoning_content\":{Quote(answer.Reasoning)}" : "";
        var calls = answer.ToolCalls.Any() ? $",\"tool_calls\":[{string.Join(',', answer.ToolCalls.Select(call => Call(call, turn.Ids)))}]" : "";
        var usage = answer.OmitUsage ? "" : $",\"usage\":{UsageObject.Write(answer.Usage)}";
        return $$"""
            {"id":"{{turn.AnswerId}}","object":"chat.completion","created":{{turn.Created}},"model":{{Quote(turn.Prompt.Model)}},"choices":[{"index":0,"message":{"role":"assistant","content":{{content}}{{reasoning}}{{calls}},"refusal":{{(refused ? Quote(answer.Text) : "null")}},"annotations":[]},"logprobs":null,"finish_reason":"{{FinishReason.Of(answer.Stop)}}"}]{{usage}},"service_tier":"default","system_fingerprint":null}
            """;
    }

    private static string Call(ToolCallPart call, Ids ids)
    {
        var id = ids.Next("call_", 24);
        return call.Custom
            ? $$$"""{"id":"{{{id}}}","type":"custom","custom":{"name":{{{Quote(call.Name)}}},"input":{{{Quote(call.Input)}}}}}"""
            : $$$"""{"id":"{{{id}}}","type":"function","function":{"name":{{{Quote(call.Name)}}},"arguments":{{{Quote(call.Input)}}}}}""";
    }
}
