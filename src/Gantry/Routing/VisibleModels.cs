using Gantry.Catalog;
using Gantry.Snapshot;

namespace Gantry.Routing;

/// <summary>The names that a key may ask for.</summary>
internal static class VisibleModels
{
    /// <summary>
    /// Each name once, with the model that answers to it: in the order of the key's groups, in each ids with their aliases, then virtual models;
    /// at the end what the key's own map names whole. Closed groups have none.
    /// </summary>
    public static IEnumerable<(string Name, Model Model)> Of(ApiKey key)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in key.Groups.Where(g => g.Status != GroupStatus.Closed))
        {
            foreach (var model in group.Offers.Values.Select(o => o[0].Model).Where(m => IsAllowed(key, m.Id)).OrderBy(m => m.Id, StringComparer.Ordinal))
            {
                foreach (var name in model.Aliases.Prepend(model.Id).Where(seen.Add)) yield return (name, Answers(key, name) ?? model);
            }

            foreach (var (name, offer) in group.VirtualModels.OrderBy(v => v.Key, StringComparer.Ordinal))
            {
                if ((IsAllowed(key, name) || offer.Members.Any(m => IsAllowed(key, m[0].Model.Id))) && seen.Add(name)) yield return (name, Answers(key, name) ?? offer.Listed);
            }
        }

        foreach (var name in key.ModelMap?.Exact.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>())
        {
            if (!seen.Contains(name) && Answers(key, name) is { } model && seen.Add(name)) yield return (name, model);
        }
    }

    /// <summary>The model that a name leads to, as requests are led; null where none is.</summary>
    public static Model? Find(ApiKey key, string name)
    {
        var asked = ModelNames.Mapped(key, name).Name;
        foreach (var group in key.Groups.Where(g => g.Status != GroupStatus.Closed))
        {
            if (group.Offers.TryGetValue(asked, out var offers) && IsAllowed(key, offers[0].Model.Id)) return offers[0].Model;
            if (group.VirtualModels.TryGetValue(asked, out var virtuals) && (IsAllowed(key, asked) || virtuals.Members.Any(m => IsAllowed(key, m[0].Model.Id)))) return virtuals.Listed;
        }

        return null;
    }

    private static Model? Answers(ApiKey key, string name) => key.ModelMap?.Find(name) is null ? null : Find(key, name);

    private static bool IsAllowed(ApiKey key, string model) => key.Models is null || key.Models.Contains(model);
}
