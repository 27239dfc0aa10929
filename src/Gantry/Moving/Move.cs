namespace Gantry.Moving;

/// <summary>Another gateway's configuration on its way here: what the file will say, and what became of every item.</summary>
internal sealed class Move
{
    public SecretBook Secrets { get; } = new();

    public List<MovedUpstream> Upstreams { get; } = [];

    public List<MovedModel> Models { get; } = [];

    public List<MovedGroup> Groups { get; } = [];

    public List<MovedAccount> Accounts { get; } = [];

    /// <summary>What the source serves, key by key.</summary>
    public List<SourceKey> Keys { get; } = [];

    public List<MovedItem> Items { get; } = [];

    public void Carried(string kind, string name, string detail) => Items.Add(new MovedItem(kind, name, MoveOutcome.Carried, detail));

    public void Adjusted(string kind, string name, string detail) => Items.Add(new MovedItem(kind, name, MoveOutcome.Adjusted, detail));

    public void LeftOut(string kind, string name, string detail) => Items.Add(new MovedItem(kind, name, MoveOutcome.LeftOut, detail));

    public void Lost(string kind, string name, string detail) => Items.Add(new MovedItem(kind, name, MoveOutcome.Lost, detail));
}
