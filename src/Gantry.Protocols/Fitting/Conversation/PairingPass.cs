using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>Pairs calls with their results: each call gets one, all of a turn stand first in the user's turn behind it, in the order of the calls.</summary>
/// <remarks>Histories are cut, merged and interrupted by clients, and every upstream refuses a call without a result and a result without a call.</remarks>
internal sealed class PairingPass(FitScope scope) : ITranslationPass
{
    private static readonly JsonText Interrupted = JsonText.From("[no result: the call was interrupted]");

    public ChatRequest Fit(ChatRequest request)
    {
        var turns = request.Turns;
        if (IsPaired(turns, out bool isNamed)) return isNamed ? request : request with { Turns = Renamed(turns) };
        var ledger = new CallLedger(turns);
        var fitted = new List<Turn>(turns.Count + 1);
        for (int i = 0; i < turns.Count;)
        {
            int end = RunEnd(turns, i);
            List<Part>? results = null;
            for (int at = i; at < end; at++)
            {
                Add(fitted, turns[at], Without(turns[at], ledger));
                foreach (var slot in ledger.CallsOf(at)) (results ??= []).Add(Answer(slot, at));
            }

            if (results is not null && end < turns.Count && turns[end].Role == Role.User)
            {
                results.AddRange(Without(turns[end], ledger));
                fitted.Add(turns[end] with { Parts = results });
                end++;
            }
            else if (results is not null)
            {
                fitted.Add(new Turn(Role.User, results));
            }

            i = end;
        }

        return request with { Turns = fitted };
    }

    // Where turns alternate, what the assistant says in several of them will be one, and its results stand behind all of it.
    private int RunEnd(IReadOnlyList<Turn> turns, int begin)
    {
        int end = begin + 1;
        if (turns[begin].Role != Role.Assistant || scope.Target.Protocol == Protocol.Chat) return end;
        while (end < turns.Count && turns[end].Role == Role.Assistant) end++;
        return end;
    }

    // Each result where it belongs: at most its name has to change.
    private bool IsPaired(IReadOnlyList<Turn> turns, out bool isNamed)
    {
        var open = new List<ToolCallPart>();
        isNamed = true;
        for (int i = 0; i < turns.Count;)
        {
            int end = RunEnd(turns, i);
            open.Clear();
            for (int at = i; at < end; at++)
            {
                bool speaks = turns[at].Role == Role.Assistant;
                var parts = turns[at].Parts;
                int count = parts.Count;
                for (int j = 0; j < count; j++)
                {
                    var part = parts[j];
                    if (part is ToolResultPart) return false;
                    if (speaks && part is ToolCallPart call) open.Add(call);
                }
            }

            if (open.Count > 0)
            {
                if (end == turns.Count || turns[end].Role != Role.User || !Answers(turns[end].Parts, open, ref isNamed)) return false;
                end++;
            }

            i = end;
        }

        return true;
    }

    private bool Answers(IReadOnlyList<Part> parts, List<ToolCallPart> calls, ref bool isNamed)
    {
        int count = parts.Count;
        if (count < calls.Count) return false;
        for (int i = 0; i < count; i++)
        {
            if (i >= calls.Count)
            {
                if (parts[i] is ToolResultPart) return false;
                continue;
            }

            var call = calls[i];
            if (parts[i] is not ToolResultPart result || result.CallId != call.Id || IsRepeated(calls, i)) return false;
            if (IsNamed(result, call)) continue;
            if (call.Id.Length == 0) return false;
            isNamed = false;
        }

        return true;
    }

    private FixedList<Turn> Renamed(IReadOnlyList<Turn> turns)
    {
        var renamed = new Turn[turns.Count];
        var open = new List<ToolCallPart>();
        for (int i = 0; i < renamed.Length; i++)
        {
            renamed[i] = turns[i];
            var parts = turns[i].Parts;
            if (turns[i].Role == Role.Assistant)
            {
                for (int j = 0; j < parts.Count; j++)
                {
                    if (parts[j] is ToolCallPart call) open.Add(call);
                }

                continue;
            }

            if (open.Count == 0) continue;
            var answers = ScratchList<Part>.Rent();
            for (int j = 0; j < parts.Count; j++) answers.Add(j < open.Count ? Named((ToolResultPart)parts[j], open[j]) : parts[j]);
            renamed[i] = turns[i] with { Parts = ScratchList<Part>.Keep(answers) };
            open.Clear();
        }

        return new FixedList<Turn>(renamed);
    }

    private static bool IsRepeated(List<ToolCallPart> calls, int index)
    {
        for (int i = 0; i < index; i++)
        {
            if (calls[i].Id.Length > 0 && calls[i].Id == calls[index].Id) return true;
        }

        return false;
    }

    private static void Add(List<Turn> fitted, Turn turn, IReadOnlyList<Part> parts)
    {
        if (ReferenceEquals(parts, turn.Parts)) fitted.Add(turn);
        else if (parts.Count > 0) fitted.Add(turn with { Parts = parts });
    }

    // What was a result of an earlier call stays as a text: the model may still need to know it.
    private IReadOnlyList<Part> Without(Turn turn, CallLedger ledger)
    {
        if (!turn.Parts.Any(part => part is ToolResultPart)) return turn.Parts;
        var parts = new List<Part>(turn.Parts.Count);
        foreach (var part in turn.Parts)
        {
            if (part is not ToolResultPart result)
            {
                parts.Add(part);
            }
            else if (ledger.IsOrphan(result))
            {
                scope.Losses.Note("orphan_tool_result", SourcePath.Of(scope, result));
                Orphan(result, parts);
            }
        }

        return parts;
    }

    private static void Orphan(ToolResultPart result, List<Part> parts)
    {
        List<JsonText> texts = [JsonText.From($"[Result of an earlier tool call {result.CallId}]")];
        foreach (var part in result.Content)
        {
            if (part is TextPart text) texts.Add(text.Text);
        }

        parts.Add(new TextPart(JsonText.Join(texts, "\n")) { Cache = result.Cache });
        foreach (var part in result.Content)
        {
            if (part is not TextPart) parts.Add(part);
        }
    }

    private ToolResultPart Answer(CallSlot slot, int turn)
    {
        if (slot.Result is { } result) return Named(result, slot.Call);
        scope.Losses.Note("tool_result_synthesized", SourcePath.OfTurn(scope, turn));
        return Named(new ToolResultPart(slot.Call.Id, [new TextPart(Interrupted)]) { IsError = true }, slot.Call);
    }

    // Only Gemini repeats the tool's name, and takes no result without it; its codec finds it by the call's id. Chat would write another's, nobody else.
    private ToolResultPart Named(ToolResultPart result, ToolCallPart call) =>
        IsNamed(result, call) ? result : result with { Name = Name(result, call), Kind = call.Kind, CallId = call.Id };

    private bool IsNamed(ToolResultPart result, ToolCallPart call) =>
        result.Name == Name(result, call) && result.Kind == call.Kind && result.CallId == call.Id;

    private string? Name(ToolResultPart result, ToolCallPart call) => scope.Target.Protocol switch
    {
        Protocol.Gemini => result.Name is null && call.Id.Length > 0 && result.CallId == call.Id ? null : call.Name,
        Protocol.Chat => null,
        _ => result.Name,
    };
}
