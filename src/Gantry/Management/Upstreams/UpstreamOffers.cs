using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Models;
using Gantry.Contracts.Manage.Upstreams;
using Gantry.Management.Models;
using Gantry.Management.Rows;

namespace Gantry.Management.Upstreams;

/// <summary>What an upstream has, beside what is known and served; and the rows that make a group serve some of it.</summary>
internal static class UpstreamOffers
{
    private static readonly (string Part, ModelKind Kind)[] Parts =
    [
        ("embed", ModelKind.Embedding), ("image", ModelKind.Image), ("dall-e", ModelKind.Image), ("imagen", ModelKind.Image),
        ("tts", ModelKind.Audio), ("whisper", ModelKind.Audio), ("transcribe", ModelKind.Audio), ("audio", ModelKind.Audio),
    ];

    public static UpstreamModel Tell(CatalogRows rows, string upstream, string name, string? displayName)
    {
        var served = rows.Deployments.Where(d => d.Upstream == upstream && d.UpstreamModel == name).ToArray();
        var known = KnownModels.Find(name);
        var row = Find(rows, served.FirstOrDefault()?.Model ?? name) ?? (known is null ? null : Find(rows, known.Id));
        return new UpstreamModel
        {
            Name = name,
            DisplayName = displayName ?? known?.Name,
            Kind = known?.Kind ?? EnumWords.Of(KindOf(name)),
            Model = row?.Id ?? known?.Id ?? name,
            Exists = row is not null,
            Price = PriceTexts.Of(row is null ? known?.Price : row.Price ?? row.Prices.FirstOrDefault()?.Price),
            Groups = [.. served.Select(d => d.Group).Distinct().Order(StringComparer.OrdinalIgnoreCase)],
        };
    }

    public static RowEdit<UpstreamOffered> Rows(CatalogRows rows, string upstream, UpstreamOffer offer, DateTimeOffset now)
    {
        if (offer.Models.Count == 0) throw RefusedException.Field("models", "names none");
        if (Names.Refuse(offer.Group) is { } reason || offer.Group.Length == 0) throw RefusedException.Field("group", "must be a name");
        var changes = new List<RowChange>();
        var group = rows.Groups.FirstOrDefault(g => string.Equals(g.Name, offer.Group, StringComparison.OrdinalIgnoreCase));
        var groupMade = group is null;
        group ??= new GroupRow { Name = offer.Group, ManagedBy = ManagedBy.Hand };
        if (groupMade) changes.Add(new RowChange(group, null));
        var models = new List<string>();
        var made = new Dictionary<string, ModelRow>(StringComparer.Ordinal);
        var deployments = 0;
        foreach (var (offered, at) in offer.Models.Select((offered, at) => (offered, at)))
        {
            var id = offered.Model is { Length: > 0 } named ? named : offered.Name;
            var before = Find(rows, id);
            var row = before ?? made.GetValueOrDefault(id);
            if (row is null or { Price: null, Prices.Length: 0 })
            {
                var priced = Priced(row ?? New(id, offered.Name, now), offered, at);
                changes.RemoveAll(change => change.Row.Key == priced.Key);
                changes.Add(new RowChange(priced, before));
                made[priced.Id] = row = priced;
            }

            models.Add(row.Id);
            var deployment = new DeploymentRow { Group = group.Name, Model = row.Id, Upstream = upstream, UpstreamModel = offered.Name, ManagedBy = ManagedBy.Hand };
            if (rows.Deployments.Any(d => d.Key == deployment.Key) || changes.Any(change => change.Row.Key == deployment.Key)) continue;
            deployments++;
            changes.Add(new RowChange(deployment, null));
        }

        return RowEdit.Of(changes, new UpstreamOffered(group.Name, groupMade, models, made.Values.Count(row => Find(rows, row.Id) is null), deployments));
    }

    private static ModelRow Priced(ModelRow row, OfferedModel offered, int at)
    {
        if (row.Price is not null) return row;
        return TermsReader.Price(offered.Price) is { } price
            ? row with { Price = price, PriceFrom = PriceSource.Hand }
            : throw RefusedException.Field($"models[{at}].price", $"of {row.Id} is not known here: give one, or say that it is free");
    }

    private static ModelRow New(string id, string name, DateTimeOffset now)
    {
        var said = KnownModels.Row(new ModelTerms { Kind = EnumWords.Of(KindOf(name)), OwnedBy = KnownModels.Find(name)?.Vendor ?? "gantry" }, id);
        return KnownModels.Complete(said with { CreatedAt = now, ManagedBy = ManagedBy.Hand }, KnownModels.Find(id) is null ? name : id);
    }

    private static ModelRow? Find(CatalogRows rows, string name) => rows.Models.FirstOrDefault(m => m.Id == name) ?? rows.Models.FirstOrDefault(m => m.Aliases.Contains(name));

    private static ModelKind KindOf(string name) => Parts.Where(part => name.Contains(part.Part, StringComparison.OrdinalIgnoreCase)).Select(part => part.Kind).FirstOrDefault();
}
