using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting;

/// <summary>One look at the turns of a request, for all passes that find the same turns there.</summary>
/// <remarks>Turns never change: a pass that has something to change makes another list, and the next pass to ask looks again.</remarks>
internal sealed class HistoryLook
{
    private IReadOnlyList<Turn>? _turns;
    private HistoryParts _parts;

    /// <summary>Whether any of these stands in the turns.</summary>
    public bool Has(IReadOnlyList<Turn> turns, HistoryParts parts)
    {
        if (!ReferenceEquals(turns, _turns)) (_turns, _parts) = (turns, Of(turns));
        return (_parts & parts) != HistoryParts.None;
    }

    private static HistoryParts Of(IReadOnlyList<Turn> turns)
    {
        var found = HistoryParts.None;
        for (int i = 0; i < turns.Count; i++) found |= Of(turns[i]);
        return found;
    }

    private static HistoryParts Of(Turn turn)
    {
        var found = turn.Role == Role.System ? HistoryParts.System : HistoryParts.None;
        bool called = false, answered = false;
        var parts = turn.Parts;
        int count = parts.Count;
        for (int i = 0; i < count; i++)
        {
            var part = parts[i];
            if (part.Cache != CacheMark.None) found |= HistoryParts.Marks;
            switch (part)
            {
                case ToolCallPart call:
                    called = true;
                    if (call.Kind == ToolKind.Custom) found |= HistoryParts.Custom;
                    if (answered) found |= HistoryParts.MoreThanResults;
                    continue;
                case ToolResultPart result:
                    answered = true;
                    if (result.Kind == ToolKind.Custom) found |= HistoryParts.Custom;
                    found |= Of(result.Content);
                    break;
                case ForeignPart:
                    found |= HistoryParts.Foreign;
                    break;
                case MediaPart:
                    found |= HistoryParts.Media;
                    break;
            }

            if (answered && part is not ToolResultPart) found |= HistoryParts.MoreThanResults;
            if (called && part is not ReasoningPart) found |= HistoryParts.LateSpeech;
        }

        return found;
    }

    private static HistoryParts Of(IReadOnlyList<Part> content)
    {
        int count = content.Count;
        var found = count > 1 ? HistoryParts.LongResults : HistoryParts.None;
        bool isEmpty = true;
        for (int i = 0; i < count; i++)
        {
            var part = content[i];
            if (part.Cache != CacheMark.None) found |= HistoryParts.Marks;
            if (part is TextPart text)
            {
                isEmpty &= text.Text.IsEmpty;
                continue;
            }

            isEmpty = false;
            if (part is ForeignPart) found |= HistoryParts.Foreign;
            else if (part is MediaPart) found |= HistoryParts.Media;
            else if (part is ToolResultPart inner) found |= Of(inner.Content);
        }

        return isEmpty ? found | HistoryParts.EmptyResults : found;
    }
}
