using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>Brings sealed reasoning back to who sealed it, and wraps what the answer seals so that the client can carry it.</summary>
/// <remarks>
/// A seal is worth something to its issuer only, and another vendor refuses the request for it: what goes up was either in an envelope of this issuer or
/// in the memory. Stands nearer to the client than the passes that rename calls: the memory is asked by the ids that the client knows.
/// </remarks>
internal sealed class SealPass : ITranslationPass
{
    private readonly FitScope _scope;
    private readonly ReasoningRecall _recall;

    public SealPass(FitScope scope)
    {
        _scope = scope;
        _recall = new ReasoningRecall(scope);
    }

    public ChatRequest Fit(ChatRequest request)
    {
        List<Turn>? turns = null;
        TurnSeals? seals = null;
        for (int i = 0; i < request.Turns.Count; i++)
        {
            var turn = request.Turns[i];
            seals ??= new TurnSeals(_scope, _recall);
            var parts = seals.Restore(turn, i);
            if (ReferenceEquals(parts, turn.Parts)) continue;
            turns ??= [.. request.Turns];
            turns[i] = turn with { Parts = parts };
        }

        return turns is null ? request : request with { Turns = turns };
    }

    public IStreamSink Answer(IStreamSink next) => new ThinkingSink(next, _scope, _recall);
}
