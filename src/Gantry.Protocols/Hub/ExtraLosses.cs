using System.Globalization;

namespace Gantry.Protocols.Hub;

/// <summary>Notes the extras of other protocols that a writer has no member for.</summary>
internal static class ExtraLosses
{
    /// <summary>Looks through turns, parts and tools of a request; its own extras are the writer's to note.</summary>
    /// <param name="request">Which is written.</param>
    /// <param name="own">The writer's protocol.</param>
    /// <param name="turns">What the writer calls the list of turns.</param>
    /// <param name="losses">Takes the notes.</param>
    public static void Note(ChatRequest request, Protocol own, string turns, LossLog losses)
    {
        for (int i = 0; i < request.Turns.Count; i++)
        {
            var turn = request.Turns[i];
            if (turn.Extras.Count > 0) Note(turn.Extras, own, losses, turns, i);
            var parts = turn.Parts;
            int count = parts.Count;
            for (int j = 0; j < count; j++)
            {
                var extras = parts[j].Extras;
                if (extras.Count > 0) Note(extras, own, losses, turns, i);
            }
        }

        for (int i = 0; i < request.Tools.Count; i++)
        {
            if (request.Tools[i].Extras.Count > 0) Note(request.Tools[i].Extras, own, losses, "tools", i);
        }
    }

    private static void Note(IReadOnlyList<ExtraMember> extras, Protocol own, LossLog losses, string list, int index)
    {
        foreach (var extra in extras)
        {
            // Hints to a cache are never a loss.
            if (extra.From == own || extra.Name is "cache_control" or "prompt_cache_breakpoint") continue;
            losses.Note("param_dropped:" + extra.Name, string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]"));
        }
    }
}
