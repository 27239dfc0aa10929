using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Gantry.Snapshot;

namespace Gantry.Routing;

/// <summary>Finds its way in a large group without looking at all of it. Made when it is first needed, kept as long as the group's snapshot; thread safe.</summary>
internal sealed class GroupIndex
{
    private static readonly ConditionalWeakTable<Group, GroupIndex> Known = [];

    private readonly ConcurrentDictionary<string, DeploymentPool> _pools = new(StringComparer.Ordinal);
    private readonly Group _group;
    private readonly Lazy<Dictionary<string, Shelf>> _shelves;

    private GroupIndex(Group group)
    {
        _group = group;
        _shelves = new(Sort);
    }

    public static GroupIndex Of(Group group) => Known.GetValue(group, static made => new GroupIndex(made));

    /// <summary>The pool of a name that the group has; null where it is small enough to be looked at whole.</summary>
    public static DeploymentPool? PoolOf(Group group, string name)
    {
        if (group.Offers.TryGetValue(name, out var offers))
            return DeploymentPool.IsNeeded(offers) ? Of(group)._pools.GetOrAdd(name, static (_, made) => new DeploymentPool(made.group, [made.offers]), (group, offers)) : null;
        if (!group.VirtualModels.TryGetValue(name, out var virtuals) || !IsNeeded(virtuals.Members)) return null;
        return Of(group)._pools.GetOrAdd(name, static (_, made) => new DeploymentPool(made.group, made.Members), (group, virtuals.Members));
    }

    /// <summary>What of a name lies at one upstream, whose name may be in any case.</summary>
    public ImmutableArray<Deployment> At(string upstream, string name) =>
        _shelves.Value.TryGetValue(upstream, out var shelf) && shelf.ByName.TryGetValue(name, out var offers) ? [.. offers] : [];

    /// <summary>Whether an upstream has anything that answers to a public name.</summary>
    public bool Has(string upstream, string name) => _shelves.Value.TryGetValue(upstream, out var shelf) && shelf.ByName.ContainsKey(name);

    /// <summary>The model that an upstream calls so; null for none.</summary>
    public Model? ByOwnName(string upstream, string name) => _shelves.Value.TryGetValue(upstream, out var shelf) ? shelf.ByOwnName.GetValueOrDefault(name) : null;

    private static bool IsNeeded(ImmutableArray<ImmutableArray<Deployment>> members)
    {
        foreach (var member in members)
        {
            if (DeploymentPool.IsNeeded(member)) return true;
        }

        return members.Length > DeploymentPool.Few;
    }

    private Dictionary<string, Shelf> Sort()
    {
        var shelves = new Dictionary<string, Shelf>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, offers) in _group.Offers)
        {
            foreach (var offer in offers)
            {
                var shelf = Add(name, offer);
                shelf.ByOwnName.TryAdd(offer.UpstreamModel, offer.Model);
            }
        }

        foreach (var (name, virtuals) in _group.VirtualModels)
        {
            foreach (var offer in virtuals.Members.SelectMany(IEnumerable<Deployment> (member) => member)) Add(name, offer);
        }

        return shelves;

        Shelf Add(string name, Deployment offer)
        {
            if (!shelves.TryGetValue(offer.Upstream.Name, out var shelf)) shelves.Add(offer.Upstream.Name, shelf = new Shelf());
            if (!shelf.ByName.TryGetValue(name, out var there)) shelf.ByName.Add(name, there = []);
            there.Add(offer);
            return shelf;
        }
    }

    /// <summary>What of the group lies at one upstream.</summary>
    private sealed class Shelf
    {
        /// <summary>By id, alias or virtual name.</summary>
        public Dictionary<string, List<Deployment>> ByName { get; } = new(StringComparer.Ordinal);

        /// <summary>Models by the names that the upstream knows them by.</summary>
        public Dictionary<string, Model> ByOwnName { get; } = new(StringComparer.Ordinal);
    }
}
