namespace Gantry.Tests.Nodes;

/// <summary>A wallet and a key that spends it, as the file declares them.</summary>
/// <param name="Name">One word.</param>
/// <param name="Credit">In dollars.</param>
internal sealed record Purse(string Name, string Credit)
{
    public string Key => $"sk-node-{Name}-0123456789abcdef";

    public string Email => $"{Name}@example.com";

    /// <summary>Of the group that the key may use.</summary>
    public string Group { get; init; } = "all";

    /// <summary>Further members of the key, as YAML flow.</summary>
    public string OfKey { get; init; } = "";

    /// <summary>A further line of the account.</summary>
    public string OfAccount { get; init; } = "";

    /// <summary>A further line of the group.</summary>
    public string OfGroup { get; init; } = "";
}
