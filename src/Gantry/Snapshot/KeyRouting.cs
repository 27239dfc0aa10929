using System.Collections.Frozen;
using System.Collections.Immutable;
using Gantry.Catalog;

namespace Gantry.Snapshot;

/// <summary>Groups, <c>auto</c> and model names of a key, as requests read them.</summary>
internal static class KeyRouting
{
    /// <summary>
    /// Groups in order. From <c>auto</c> on they are those of its own order, else all active ones, the cheapest first, then by name. A group that
    /// was named before keeps its earlier place; one that is named behind <c>auto</c> has no other than <c>auto</c> gives it. Only revoked keys may
    /// name a group that is gone.
    /// </summary>
    public static (ImmutableArray<Group> Groups, AutoChoice? Auto) GroupsOf(ApiKeyRow row, FrozenDictionary<string, Group> groups)
    {
        var auto = row.Groups.IndexOf(GroupRow.Auto);
        var named = Named(auto < 0 ? row.Groups : row.Groups[..auto], groups).DistinctBy(g => g.Name).ToImmutableArray();
        if (auto < 0) return (named, null);
        var terms = row.Auto ?? AutoTerms.Usual;
        var further = terms.Order.IsEmpty
            ? groups.Values.Where(g => g.Status == GroupStatus.Active).OrderBy(g => g.MultiplierPpm).ThenBy(g => g.Name, StringComparer.OrdinalIgnoreCase)
            : Named(terms.Order, groups);
        return (
            [.. named.Concat(further).DistinctBy(g => g.Name)],
            new AutoChoice(named.Length) { IsOrdered = !terms.Order.IsEmpty, MaxPriceFactorPpm = terms.MaxPriceFactorPpm, Sticky = terms.Sticky });
    }

    /// <summary>Null where nothing is mapped.</summary>
    public static ModelMap? MapOf(ApiKeyRow row) => row.ModelsMap.IsEmpty
        ? null
        : new ModelMap
        {
            Exact = row.ModelsMap.Where(m => !m.From.EndsWith('*')).DistinctBy(m => m.From).ToFrozenDictionary(m => m.From, m => m.To),
            Prefixes = [.. row.ModelsMap.Where(m => m.From is [_, .., '*']).Select(m => (m.From[..^1], m.To)).OrderByDescending(m => m.Item1.Length)],
            Unknown = row.ModelsMap.FirstOrDefault(m => m.From == "*")?.To,
        };

    private static IEnumerable<Group> Named(IEnumerable<string> names, FrozenDictionary<string, Group> groups) => names.Select(groups.GetValueOrDefault).OfType<Group>();
}
