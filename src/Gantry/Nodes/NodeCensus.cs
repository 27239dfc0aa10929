namespace Gantry.Nodes;

/// <summary>Who is on the store.</summary>
/// <param name="Living">Servers that have lately said that they live, the one that asks among them.</param>
/// <param name="IsEldest">None of them began before the one that asks.</param>
internal readonly record struct NodeCensus(int Living, bool IsEldest)
{
    public static readonly NodeCensus Alone = new(1, true);
}
