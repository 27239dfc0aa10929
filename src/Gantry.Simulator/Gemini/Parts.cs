using Gantry.Simulator.Answers;
using static Gantry.Simulator.Framing.JsonText;

namespace Gantry.Simulator.Gemini;

/// <summary>The parts of a candidate, and the object around them.</summary>
internal static class Parts
{
    public static string Thought(string text) => $$"""{"text":{{Quote(text)}},"thought":true}""";

    /// <summary>A call; of a parallel group only the first carries the signature. Google gives calls no id.</summary>
    public static string Call(ToolCallPart call)
    {
        var seal = call.Seal is null ? "" : $",\"thoughtSignature\":\"{call.Seal}\"";
        return $$$"""{"functionCall":{"name":{{{Quote(call.Name)}}},"args":{{{call.Input}}}}{{{seal}}}}""";
    }

    public static string Text(string text, string? seal = null) =>
        $$"""{"text":{{Quote(text)}}{{(seal is null ? "" : $",\"thoughtSignature\":\"{seal}\"")}}}""";

    /// <summary>A GenerateContentResponse with one candidate.</summary>
    public static string Response(Dialects.Turn turn, string parts, string? finish, string usage)
    {
        var reason = finish is null ? "" : $",\"finishReason\":\"{finish}\"";
        var metadata = usage.Length == 0 ? "" : $",\"usageMetadata\":{usage}";
        return $$$"""{"candidates":[{"content":{"parts":[{{{parts}}}],"role":"model"}{{{reason}}},"index":0}]{{{metadata}}},"modelVersion":{{{Quote(turn.Prompt.Model)}}},"responseId":"{{{turn.AnswerId}}}"}""";
    }

    public static string Finish(StopReason stop) => stop switch
    {
        StopReason.Length => "MAX_TOKENS",
        StopReason.Refused => "SAFETY",
        _ => "STOP",
    };
}
