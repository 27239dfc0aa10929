namespace Gantry.Simulator.Prompts;

/// <summary>Gathers what an answer depends on while a reader walks through the messages, oldest first.</summary>
internal sealed class Conversation
{
    private readonly List<string> _user = [];
    private int _turnStart;

    public IReadOnlyList<string> UserTexts => _user;

    public IReadOnlyList<string> TurnTexts => _user[_turnStart..];

    public bool EndsWithToolResult { get; private set; }

    public void User(IEnumerable<string> texts)
    {
        _user.AddRange(texts);
        EndsWithToolResult = false;
    }

    public void Assistant()
    {
        _turnStart = _user.Count;
        EndsWithToolResult = false;
    }

    public void ToolResult() => EndsWithToolResult = true;
}
