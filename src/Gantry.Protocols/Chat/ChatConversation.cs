using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Chat;

/// <summary>Gathers messages into turns: those of tools go with the user's message behind them, those of the system at the head are
/// instructions.</summary>
internal sealed class ChatConversation
{
    private readonly List<TextPart> _instructions = [];
    private readonly List<Turn> _turns = [];
    private List<Part>? _results;   // the last turn, while it holds nothing but results
    private readonly List<(string Id, string Name)> _legacyCalls = [];

    public IReadOnlyList<TextPart> Instructions => _instructions;

    public IReadOnlyList<Turn> Turns => _turns;

    public void System(List<Part> parts, string? speaker, int index)
    {
        if (_turns.Count == 0 && parts.TrueForAll(part => part is TextPart))
        {
            _instructions.AddRange(parts.Cast<TextPart>());
            return;
        }

        Add(Role.System, parts, speaker, index);
    }

    public void User(List<Part> parts, string? speaker, int index)
    {
        if (_results is { } results)
        {
            results.AddRange(parts);
            _turns[^1] = _turns[^1] with { SpeakerName = speaker };
            _results = null;
            return;
        }

        Add(Role.User, parts, speaker, index);
    }

    public void Assistant(List<Part> parts, string? speaker, int index) => Add(Role.Assistant, parts, speaker, index);

    public void Result(ToolResultPart result, int index)
    {
        if (_results is null)
        {
            var results = new List<Part>();
            Add(Role.User, results, null, index);
            _results = results;
        }

        _results.Add(result);
    }

    /// <summary>An id for a call of the time when calls had none, the same for the same conversation.</summary>
    public string LegacyCall(string name)
    {
        var id = $"call_function_{_legacyCalls.Count}";
        _legacyCalls.Add((id, name));
        return id;
    }

    /// <summary>The id of the last call of that name; of the last call at all where none has it.</summary>
    public string LegacyResult(string name)
    {
        var index = _legacyCalls.FindLastIndex(call => call.Name == name);
        return index >= 0 ? _legacyCalls[index].Id : _legacyCalls.Count > 0 ? _legacyCalls[^1].Id : "";
    }

    private void Add(Role role, List<Part> parts, string? speaker, int index)
    {
        _results = null;
        _turns.Add(new Turn(role, parts) { SpeakerName = speaker, Index = index });
    }
}
