using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;

namespace Gantry.Simulator.Gemini;

/// <summary>A GenerateContentResponse with everything in it.</summary>
internal static class WholeAnswer
{
    public static string Write(Turn turn)
    {
        var answer = turn.Answer;
        turn.AnswerId = turn.Ids.Next("", 23);
        var seal = answer.Parts.OfType<ReasoningPart>().Select(part => part.Seal).Concat(answer.Parts.OfType<RedactedPart>().Select(part => part.Seal)).FirstOrDefault();
        var parts = string.Join(',', answer.Parts.Select(part => part switch
        {
            ReasoningPart reasoning => Parts.Thought(reasoning.Text),
            ToolCallPart call => Parts.Call(call),
            TextPart text => Parts.Text(text.Text, seal),
            _ => null,
        }).OfType<string>());
        return Parts.Response(turn, parts, Parts.Finish(answer.Stop), answer.OmitUsage ? "" : UsageObject.Write(answer.Usage));
    }
}
