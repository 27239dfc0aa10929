namespace Gantry.Console.Upstreams;

/// <summary>A provider as people know it, and what is asked of them to use it.</summary>
/// <param name="Id">Names it in addresses; also what the upstream is called unless somebody says otherwise.</param>
/// <param name="Provider">Its kind, as in the declarative file.</param>
/// <param name="Name">As it calls itself.</param>
internal sealed record Preset(string Id, string Provider, string Name)
{
    /// <summary>Filled in; empty where the provider has an address of its own that nobody changes.</summary>
    public string Address { get; init; } = "";

    /// <summary>How an address looks, where one has to be given.</summary>
    public string? AddressLike { get; init; }

    /// <summary>It has no address without one, or an option that makes one.</summary>
    public bool NeedsAddress { get; init; }

    /// <summary>On this machine or in a network of one's own.</summary>
    public bool IsLocal { get; init; }

    public KeyNeed Key { get; init; } = KeyNeed.Needed;

    /// <summary>Where people get a credential; null where that is not on the web.</summary>
    public string? KeyPage { get; init; }

    /// <summary>A credential may be a document of several lines.</summary>
    public bool LongKey { get; init; }

    /// <summary>Options that it reads, those that it needs first.</summary>
    public IReadOnlyList<PresetOption> Options { get; init; } = [];

    /// <summary>What its models cost is between the operator and nobody: free unless somebody says otherwise.</summary>
    public bool IsOwnMachine { get; init; }
}
