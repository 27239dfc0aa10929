using System.Collections.Frozen;
using Gantry.Catalog;
using Gantry.Snapshot;

namespace Gantry.Routing;

/// <summary>From a name as clients write it to the name that the groups of a key know.</summary>
internal static class ModelNames
{
    private const int MostPrefixes = 3;

    // What clients and other gateways write before a model's own name.
    private static readonly FrozenSet<string> Vendors =
        ProviderKind.All.Select(kind => kind.Name).Concat(["google", "vertex_ai", "models"]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>With the key's map: whole names first, then beginnings, then its word for unknown names.</summary>
    public static AskedModel Mapped(ApiKey key, string name)
    {
        if (key.ModelMap is not { } map) return Find(key, name);
        if (map.Find(name, WithoutSuffix(name)) is { } mapped) return Find(key, mapped);
        var asked = Find(key, name);
        return map.Unknown is { } other && !Offers(key, asked.Name) ? Find(key, other) : asked;
    }

    /// <summary>
    /// The name itself where a group has it; else without a suffix in brackets, behind <c>UPSTREAM,</c>, or behind a prefix with a slash: the owner
    /// of the model, one of the upstreams that offer it, or a vendor.
    /// </summary>
    public static AskedModel Find(ApiKey key, string name) => Find(key, name, MostPrefixes);

    private static AskedModel Find(ApiKey key, string name, int prefixes)
    {
        if (Offers(key, name)) return new AskedModel(name);
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        if (comma > 0) return At(key, name[..comma].Trim(), name[(comma + 1)..].Trim(), prefixes);
        if (WithoutSuffix(name) is { } bare && Find(key, bare, prefixes) is var plain && Offers(key, plain.Name)) return plain;
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || prefixes == 0) return new AskedModel(name);
        var found = Find(key, name[(slash + 1)..], prefixes - 1);
        return Prefixed(key, name[..slash], found) ?? new AskedModel(name);
    }

    /// <summary>Whether a group of the key has the name, open or not.</summary>
    public static bool Offers(ApiKey key, string name)
    {
        foreach (var group in key.Groups)
        {
            if (group.Offers.ContainsKey(name) || group.VirtualModels.ContainsKey(name)) return true;
        }

        return false;
    }

    /// <summary>At one upstream a model may be called as that upstream calls it, where it has none of that public name.</summary>
    private static AskedModel At(ApiKey key, string upstream, string name, int prefixes)
    {
        var found = Find(key, name, prefixes) with { Upstream = upstream };
        Model? own = null;
        foreach (var group in key.Groups)
        {
            var index = GroupIndex.Of(group);
            if (index.Has(upstream, found.Name)) return found;
            own ??= index.ByOwnName(upstream, name);
        }

        return own is null || key.Groups.Any(group => group.VirtualModels.ContainsKey(found.Name)) ? found : found with { Name = own.Id };
    }

    private static AskedModel? Prefixed(ApiKey key, string prefix, AskedModel found)
    {
        var known = false;
        foreach (var group in key.Groups)
        {
            foreach (var model in Models(group, found.Name))
            {
                known = true;
                if (model.OwnedBy.Equals(prefix, StringComparison.OrdinalIgnoreCase)) return found;
            }
        }

        if (!known) return null;
        if (found.Upstream is null && key.Groups.Any(group => GroupIndex.Of(group).Has(prefix, found.Name))) return found with { Upstream = prefix };
        return Vendors.Contains(prefix) ? found : null;
    }

    /// <summary>The models that a name stands for in a group.</summary>
    private static IEnumerable<Model> Models(Group group, string name) =>
        group.Offers.TryGetValue(name, out var offers) ? [offers[0].Model]
        : group.VirtualModels.TryGetValue(name, out var virtuals) ? virtuals.Members.Select(member => member[0].Model)
        : [];

    /// <summary>Clients mark a variant so, such as <c>[1m]</c> for the long context; null where there is no such mark.</summary>
    private static string? WithoutSuffix(string name) =>
        name.EndsWith(']') && name.LastIndexOf('[') is > 0 and var open ? name[..open].TrimEnd() : null;
}
