using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Models;

namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>Gemini 3 demands a signature on the first call of every step: where none is known, Google's own word for a history that it has not made.</summary>
/// <remarks>Behind the passes that order turns: only then is it known which call comes first.</remarks>
internal sealed class FirstCallPass(FitScope scope) : ITranslationPass
{
    /// <summary>What Google takes in the place of a signature.</summary>
    public static ReasoningSeal Unsigned { get; } = new(ReasoningSealKind.ThoughtSignature, JsonText.From("skip_thought_signature_validator"));

    // Older models do without; of an unknown one nothing is known.
    private bool IsDemanded => scope.Source.Protocol != Protocol.Gemini
        && scope.Target.Protocol == Protocol.Gemini
        && scope.Target.Rules.Thinking is ThinkingKind.Level or ThinkingKind.Always;

    public ChatRequest Fit(ChatRequest request)
    {
        if (!IsDemanded) return request;
        List<Turn>? turns = null;
        for (int i = 0; i < request.Turns.Count; i++)
        {
            var turn = request.Turns[i];
            int first = First(turn.Parts);
            if (turn.Role != Role.Assistant || first < 0 || turn.Parts[first] is not ToolCallPart { Seal: null } call) continue;
            turns ??= [.. request.Turns];
            List<Part> parts = [.. turn.Parts];
            parts[first] = call with { Seal = Unsigned };
            turns[i] = turn with { Parts = parts };
        }

        return turns is null ? request : request with { Turns = turns };
    }

    private static int First(IReadOnlyList<Part> parts)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            if (parts[i] is ToolCallPart) return i;
        }

        return -1;
    }
}
