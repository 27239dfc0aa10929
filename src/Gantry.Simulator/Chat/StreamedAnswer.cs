using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;
using static Gantry.Simulator.Framing.JsonText;

namespace Gantry.Simulator.Chat;

/// <summary>Chunks, the usage chunk when it was asked for, <c>[DONE]</c>.</summary>
internal static class StreamedAnswer
{
    public static IEnumerable<Frame> Write(Turn turn)
    {
        var answer = turn.Answer;
        turn.AnswerId = turn.Ids.Next("chatcmpl-", 29);
        var head = $"data: {{\"id\":\"{turn.AnswerId}\",\"object\":\"chat.completion.chunk\",\"created\":{turn.Created},\"model\":{Quote(turn.Prompt.Model)}," +
            "\"service_tier\":\"default\",\"system_fingerprint\":null,\"choices\":[";
        var tail = turn.Prompt.IncludeUsage && !answer.OmitUsage ? "],\"usage\":null}\n\n" : "]}\n\n";
        Frame Chunk(string delta, FrameKind kind, int tokens = 0, string finish = "null") =>
            Frame.Of($"{head}{{\"index\":0,\"delta\":{delta},\"logprobs\":null,\"finish_reason\":{finish}}}{tail}", kind, tokens);

        yield return Chunk($"{{\"role\":\"assistant\",\"content\":{(answer.ToolCalls.Any() ? "null" : "\"\"")},\"refusal\":null}}", FrameKind.Preamble);
        var textMember = answer.Stop == StopReason.Refused ? "refusal" : "content";
        var index = 0;
        foreach (var part in answer.Parts)
        {
            switch (part)
            {
                case TextPart text:
                    foreach (var piece in text.Pieces) yield return Chunk($"{{\"{textMember}\":{Quote(piece)}}}", FrameKind.Content, Tokens.Of(piece));
                    break;
                case ReasoningPart reasoning:
                    foreach (var piece in reasoning.Pieces) yield return Chunk($"{{\"reasoning_content\":{Quote(piece)}}}", FrameKind.Content, Tokens.Of(piece));
                    break;
                case ToolCallPart call:
                    foreach (var delta in Call(call, index++, turn.Ids)) yield return Chunk(delta.Json, FrameKind.Content, delta.Tokens);
                    break;
                default: break;
            }
        }
        yield return Chunk("{}", FrameKind.Finish, finish: $"\"{FinishReason.Of(answer.Stop)}\"");
        if (turn.Prompt.IncludeUsage && !answer.OmitUsage) yield return Frame.Of($"{head}],\"usage\":{UsageObject.Write(answer.Usage)}}}\n\n", FrameKind.Usage);
        yield return Frame.Of("data: [DONE]\n\n", FrameKind.Terminal);
    }

    private static IEnumerable<(string Json, int Tokens)> Call(ToolCallPart call, int index, Ids ids)
    {
        var (type, member) = call.Custom ? ("custom", "input") : ("function", "arguments");
        yield return ($$$"""{"tool_calls":[{"index":{{{index}}},"id":"{{{ids.Next("call_", 24)}}}","type":"{{{type}}}","{{{type}}}":{"name":{{{Quote(call.Name)}}},"{{{member}}}":""}}]}""", 0);
        foreach (var piece in call.Pieces)
        {
            yield return ($$$"""{"tool_calls":[{"index":{{{index}}},"{{{type}}}":{"{{{member}}}":{{{Quote(piece)}}}}}]}""", Tokens.Of(piece));
        }
    }
}
