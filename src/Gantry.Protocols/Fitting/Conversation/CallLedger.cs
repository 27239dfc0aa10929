using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>Which result answers which call of a conversation.</summary>
/// <remarks>
/// By id where there is one; results without are matched by the tool's name, first come first served. Ids that begin anew in a later turn belong to
/// that turn from there on. A second result of a call takes the place of the first.
/// </remarks>
internal sealed class CallLedger
{
    private readonly List<CallSlot>?[] _ofTurn;
    private readonly Dictionary<string, List<CallSlot>> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<Part> _orphans = new(ReferenceEqualityComparer.Instance);

    public CallLedger(IReadOnlyList<Turn> turns)
    {
        _ofTurn = new List<CallSlot>?[turns.Count];
        for (int turn = 0; turn < turns.Count; turn++)
        {
            foreach (var part in turns[turn].Parts)
            {
                if (part is ToolCallPart call && turns[turn].Role == Role.Assistant) Call(new CallSlot(call, turn));
                else if (part is ToolResultPart result) Result(result);
            }
        }
    }

    public bool IsOrphan(ToolResultPart result) => _orphans.Contains(result);

    /// <summary>The calls of a turn, in their order.</summary>
    public IReadOnlyList<CallSlot> CallsOf(int turn) => _ofTurn[turn] ?? [];

    private void Call(CallSlot slot)
    {
        (_ofTurn[slot.Turn] ??= []).Add(slot);
        string id = slot.Call.Id;
        if (!_byId.TryGetValue(id, out var same)) _byId[id] = same = [];
        if (same.Count > 0 && same[^1].Turn != slot.Turn) same.Clear();
        same.Add(slot);
    }

    private void Result(ToolResultPart result)
    {
        if (Find(result) is { } slot) slot.Result = result;
        else _orphans.Add(result);
    }

    private CallSlot? Find(ToolResultPart result)
    {
        if (!_byId.TryGetValue(result.CallId, out var slots)) return null;
        bool byName = result is { CallId.Length: 0, Name.Length: > 0 };
        CallSlot? last = null;
        foreach (var slot in slots)
        {
            if (byName && slot.Call.Name != result.Name) continue;
            if (slot.Result is null) return slot;
            last = slot;
        }

        return last;
    }
}
