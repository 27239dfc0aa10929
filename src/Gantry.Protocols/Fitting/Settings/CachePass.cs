using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;

namespace Gantry.Protocols.Fitting.Settings;

/// <summary>Marks of prompt caches: as many as the target takes, none where it has no word for them.</summary>
/// <remarks>Marks never change what is said, only what it costs: they go without a note.</remarks>
internal sealed class CachePass(FitScope scope) : ITranslationPass
{
    private const int MostMarks = 4;

    public ChatRequest Fit(ChatRequest request)
    {
        if (scope.Source.Protocol == scope.Target.Protocol) return request;
        var marks = CacheMarks.Count(request, scope.Has(request, HistoryParts.Marks));
        switch (scope.Target.Protocol)
        {
            case Protocol.Messages or Protocol.Converse:
                if (marks.All == 0 && scope.Target.Traits.AutoCache) request = Automatic(request);
                return marks.All > MostMarks ? new CacheMarks(marks.All - MostMarks, sparesHead: true).Clear(request) : request;

            // Of an unknown model it is not known that it has breakpoints; tools have none anywhere at OpenAI.
            case Protocol.Chat or Protocol.Responses when scope.Target.Rules is { Thinking: not ThinkingKind.Unknown, CacheBreakpoints: > 0 and var most }:
                if (marks.All == 0) return request;
                request = CacheMarks.ClearTools(request);
                int left = marks.All - marks.OfTools - Math.Min(most, MostMarks);
                if (left > 0) request = new CacheMarks(left, sparesHead: false).Clear(request);
                return scope.Target.Protocol == Protocol.Chat ? CacheMarks.Explicit(request) : request;
            default:
                return marks.All == 0 ? request : new CacheMarks(int.MaxValue, sparesHead: false).Clear(CacheMarks.ClearTools(request));
        }
    }

    // The end of what stays the same: the tools, the system text, the conversation before this turn and with it.
    private static ChatRequest Automatic(ChatRequest request)
    {
        int tool = -1;
        for (int i = 0; i < request.Tools.Count; i++)
        {
            if (request.Tools[i].Kind != ToolKind.Hosted && !CacheMarks.IsDeferred(request.Tools[i])) tool = i;
        }

        if (tool >= 0) request = request with { Tools = Put(request.Tools, tool, request.Tools[tool] with { Cache = CacheMark.Short }) };
        if (request.Instructions.Count > 0)
        {
            int last = request.Instructions.Count - 1;
            request = request with { Instructions = Put(request.Instructions, last, request.Instructions[last] with { Cache = CacheMark.Short }) };
        }

        int left = 2;
        for (int i = request.Turns.Count - 1; i >= 0 && left > 0; i--)
        {
            var turn = request.Turns[i];
            if (turn.Role != Role.User || turn.Parts.Count == 0) continue;
            left--;
            int last = turn.Parts.Count - 1;
            if (turn.Parts[last] is not (TextPart { Text.IsEmpty: false } or MediaPart or ToolResultPart)) continue;
            var marked = turn with { Parts = Put(turn.Parts, last, turn.Parts[last] with { Cache = CacheMark.Short }) };
            request = request with { Turns = Put(request.Turns, i, marked) };
        }

        return request;
    }

    private static List<T> Put<T>(IReadOnlyList<T> list, int at, T value)
    {
        List<T> copy = [.. list];
        copy[at] = value;
        return copy;
    }
}
