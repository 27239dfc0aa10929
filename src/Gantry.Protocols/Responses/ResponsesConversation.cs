using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Responses;

/// <summary>Gathers items into turns: all that the model says in one, results with the user's message behind them. Messages of the system
/// at the head are instructions.</summary>
internal sealed class ResponsesConversation
{
    private readonly List<TextPart> _instructions = [];
    private readonly List<Turn> _turns = [];
    private List<Part> _parts = [];   // of the last turn
    private bool _isHead = true;
    private bool _isOpen;             // the last turn takes more

    public IReadOnlyList<TextPart> Instructions => _instructions;

    public IReadOnlyList<Turn> Turns => _turns;

    /// <summary>Text that the request has outside its input.</summary>
    public void Instruct(TextPart text) => _instructions.Insert(0, text);

    public void Add(in ResponsesItem item)
    {
        if (item.Parts.Count == 0) return;
        if (_isHead && item is { Role: Role.System, IsMessage: true } && item.Parts.All(part => part is TextPart))
        {
            _instructions.AddRange(item.Parts.Cast<TextPart>());
            return;
        }

        _isHead &= item.Role == Role.System;
        if (!_isOpen || _turns[^1].Role != item.Role)
        {
            _parts = [];
            _turns.Add(new Turn(item.Role, _parts));
        }

        _parts.AddRange(item.Parts);
        _isOpen = item.Role == Role.Assistant || (item.Role == Role.User && !item.IsMessage);
    }
}
