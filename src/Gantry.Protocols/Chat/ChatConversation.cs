using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Chat;

/// <summary>Gathers messages into turns: those of tools go with the user's message behind them, those of the system at the head are
/// instructions.</summary>
internal sealed class ChatConversation
{
    private readonly List<TextPart> _instructions = [];
    private readonly List<Turn> _turns = ScratchList<Turn>.Rent();
    private readonly List<Part> _results = ScratchList<Part>.Rent();   // of the turn that is not made yet
    private List<(string Id, string Name)>? _legacyCalls;
    private int _resultsAt;

    public IReadOnlyList<TextPart> Instructions => _instructions;

    /// <summary>Ends the conversation. Nothing may be added behind it.</summary>
    public IReadOnlyList<Turn> End()
    {
        Flush();
        ScratchList<Part>.Return(_results);
        return ScratchList<Turn>.Keep(_turns);
    }

    public void System(List<Part> parts, string? speaker, int index)
    {
        Flush();
        if (_turns.Count == 0 && parts.TrueForAll(part => part is TextPart))
        {
            _instructions.AddRange(parts.Cast<TextPart>());
            return;
        }

        Add(Role.System, parts, speaker, index);
    }

    public void User(List<Part> parts, string? speaker, int index)
    {
        if (_results.Count == 0)
        {
            Add(Role.User, parts, speaker, index);
            return;
        }

        _results.AddRange(parts);
        Add(Role.User, _results, speaker, _resultsAt);
        _results.Clear();
    }

    public void Assistant(List<Part> parts, string? speaker, int index)
    {
        Flush();
        Add(Role.Assistant, parts, speaker, index);
    }

    public void Result(ToolResultPart result, int index)
    {
        if (_results.Count == 0) _resultsAt = index;
        _results.Add(result);
    }

    /// <summary>An id for a call of the time when calls had none, the same for the same conversation.</summary>
    public string LegacyCall(string name)
    {
        var calls = _legacyCalls ??= [];
        var id = $"call_function_{calls.Count}";
        calls.Add((id, name));
        return id;
    }

    /// <summary>The id of the last call of that name; of the last call at all where none has it.</summary>
    public string LegacyResult(string name)
    {
        if (_legacyCalls is not { } calls) return "";
        var index = calls.FindLastIndex(call => call.Name == name);
        return calls[index >= 0 ? index : calls.Count - 1].Id;
    }

    private void Flush()
    {
        if (_results.Count == 0) return;
        Add(Role.User, _results, null, _resultsAt);
        _results.Clear();
    }

    private void Add(Role role, List<Part> parts, string? speaker, int index) =>
        _turns.Add(new Turn(role, FixedList<Part>.Of(parts)) { SpeakerName = speaker, Index = index });
}
