using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Walks the turns of a request and changes parts of them; what is not changed is not copied.</summary>
internal abstract class HistoryRewriter
{
    /// <summary>The request with every part rewritten; the very same where none changed.</summary>
    public ChatRequest Rewrite(ChatRequest request)
    {
        List<Turn>? turns = null;
        for (int i = 0; i < request.Turns.Count; i++)
        {
            var before = request.Turns[i];
            Begin(request.Turns, i);
            var after = Rewrite(before);
            if (turns is null && !ReferenceEquals(before, after)) turns = [.. request.Turns.Take(i)];
            if (after is not null) turns?.Add(after);
        }

        return turns is null ? request : request with { Turns = turns };
    }

    /// <summary>A turn begins.</summary>
    protected virtual void Begin(IReadOnlyList<Turn> turns, int at)
    {
    }

    /// <summary>The part in its new form, itself where it stays, null where it goes.</summary>
    protected abstract Part? Rewrite(Part part);

    private Turn? Rewrite(Turn turn)
    {
        var parts = Rewrite(turn.Parts);
        if (ReferenceEquals(parts, turn.Parts)) return turn;
        return parts.Count == 0 ? null : turn with { Parts = parts };
    }

    /// <summary>The parts rewritten; the very same list where none changed.</summary>
    protected IReadOnlyList<Part> Rewrite(IReadOnlyList<Part> parts)
    {
        List<Part>? changed = null;
        for (int i = 0; i < parts.Count; i++)
        {
            var after = Rewrite(parts[i]);
            if (changed is null && !ReferenceEquals(parts[i], after)) changed = [.. parts.Take(i)];
            if (after is not null) changed?.Add(after);
        }

        return changed is null ? parts : changed;
    }
}
