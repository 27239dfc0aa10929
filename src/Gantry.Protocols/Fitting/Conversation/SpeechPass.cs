using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>What the assistant says behind a call: Chat has one text beside its calls, Gemini and Converse want calls last.</summary>
internal sealed class SpeechPass(FitScope scope) : ITranslationPass
{
    public ChatRequest Fit(ChatRequest request)
    {
        bool joins = scope.Target.Protocol == Protocol.Chat;
        if (!joins && scope.Target.Protocol is not (Protocol.Gemini or Protocol.Converse)) return request;
        if (!scope.Has(request, HistoryParts.LateSpeech)) return request;
        var turns = PartLists.Map(request.Turns, turn => !SpeaksLate(turn, joins) ? turn : turn with { Parts = joins ? Joined(turn) : CallsLast(turn.Parts) });
        return ReferenceEquals(turns, request.Turns) ? request : request with { Turns = turns };
    }

    private static bool SpeaksLate(Turn turn, bool inText)
    {
        if (turn.Role != Role.Assistant) return false;
        bool called = false;
        for (int i = 0; i < turn.Parts.Count; i++)
        {
            if (turn.Parts[i] is ToolCallPart) called = true;
            else if (called && (inText ? turn.Parts[i] is TextPart : IsSaid(turn.Parts[i]))) return true;
        }

        return false;
    }

    private static bool IsSaid(Part part) => part is not (ToolCallPart or ReasoningPart);

    private List<Part> Joined(Turn turn)
    {
        var texts = new List<JsonText>();
        var parts = new List<Part>(turn.Parts.Count);
        int place = -1;
        var cache = CacheMark.None;
        foreach (var part in turn.Parts)
        {
            if (place < 0 && part is (TextPart or ToolCallPart)) place = parts.Count;
            if (part is not TextPart text)
            {
                parts.Add(part);
                continue;
            }

            if (!text.Citations.IsAbsent) scope.Losses.Note("citations_coarse", SourcePath.Of(scope, part));
            if (text.Cache != CacheMark.None) cache = text.Cache;
            if (!text.Text.IsEmpty) texts.Add(text.Text);
        }

        parts.Insert(place, new TextPart(JsonText.Join(texts, "\n")) { Cache = cache });
        return parts;
    }

    // What is said goes before the first call, and takes the thought before it along. Empty thoughts are seals of what follows them: between such a
    // seal and its call nothing may come.
    private static List<Part> CallsLast(IReadOnlyList<Part> parts)
    {
        var early = new List<Part>(parts.Count);
        var late = new List<Part>(parts.Count);
        var thoughts = new List<Part>();
        foreach (var part in parts)
        {
            if (part is ReasoningPart)
            {
                thoughts.Add(part);
                continue;
            }

            if (IsSaid(part)) early.AddRange(thoughts);
            else if (late.Count > 0) late.AddRange(thoughts);
            else Split(thoughts, early, late);
            thoughts.Clear();
            (IsSaid(part) ? early : late).Add(part);
        }

        late.AddRange(thoughts);
        return [.. early, .. late];
    }

    private static void Split(List<Part> thoughts, List<Part> early, List<Part> late)
    {
        int seals = thoughts.Count;
        while (seals > 0 && thoughts[seals - 1] is ReasoningPart { Text.IsEmpty: true }) seals--;
        early.AddRange(thoughts.Take(seals));
        late.AddRange(thoughts.Skip(seals));
    }
}
