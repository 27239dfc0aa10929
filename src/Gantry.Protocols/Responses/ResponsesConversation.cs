using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Responses;

/// <summary>Gathers items into turns: all that the model says in one, results with the user's message behind them. Messages of the system
/// at the head are instructions.</summary>
internal sealed class ResponsesConversation
{
    private readonly List<TextPart> _instructions = [];
    private readonly List<Turn> _turns = ScratchList<Turn>.Rent();
    private readonly List<Part> _parts = ScratchList<Part>.Rent();   // of the turn that is not made yet
    private Role _role;
    private bool _isHead = true;
    private bool _isOpen;             // the last turn takes more

    public IReadOnlyList<TextPart> Instructions => _instructions;

    /// <summary>Ends the conversation. Nothing may be added behind it.</summary>
    public IReadOnlyList<Turn> End()
    {
        Flush();
        ScratchList<Part>.Return(_parts);
        return ScratchList<Turn>.Keep(_turns);
    }

    /// <summary>Text that the request has outside its input.</summary>
    public void Instruct(TextPart text) => _instructions.Insert(0, text);

    public void Add(in ResponsesItem item)
    {
        if (item.Message is { Count: 0 }) return;
        if (item is { Role: Role.System, Message: { } message } && _isHead && message.All(part => part is TextPart))
        {
            _instructions.AddRange(message.Cast<TextPart>());
            return;
        }

        _isHead &= item.Role == Role.System;
        if (!_isOpen || _role != item.Role) Flush();
        _role = item.Role;
        item.AddTo(_parts);
        _isOpen = item.Role == Role.Assistant || (item.Role == Role.User && item.Message is null);
    }

    private void Flush()
    {
        if (_parts.Count > 0) _turns.Add(new Turn(_role, FixedList<Part>.Of(_parts)));
        _parts.Clear();
    }
}
