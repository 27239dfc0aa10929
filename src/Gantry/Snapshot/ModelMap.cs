using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gantry.Snapshot;

/// <summary>What a key's holder gets for a model name.</summary>
public sealed record ModelMap
{
    /// <summary>By whole names.</summary>
    public required FrozenDictionary<string, string> Exact { get; init; }

    /// <summary>By what names begin with, the longest first.</summary>
    public ImmutableArray<(string Prefix, string Model)> Prefixes { get; init; } = [];

    /// <summary>For every name that the key's groups do not offer; null leaves it unknown.</summary>
    public string? Unknown { get; init; }

    /// <summary>By the name itself, then by its beginning; null where neither is mapped.</summary>
    /// <param name="name">As the client writes it.</param>
    /// <param name="plain">The same without a client's mark, where it has one.</param>
    public string? Find(string name, string? plain = null)
    {
        if (Exact.TryGetValue(name, out var model) || (plain is not null && Exact.TryGetValue(plain, out model))) return model;
        foreach (var (prefix, target) in Prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal)) return target;
        }

        return null;
    }
}
