using System.Collections.Immutable;
using Gantry.Catalog.Seed;

namespace Gantry.Catalog.Declared;

/// <summary>Fills what a configuration leaves out of its models with what the seed catalogue knows.</summary>
internal static class ModelCompletion
{
    /// <summary>The declared models, and those of the seed catalogue that only deployments name.</summary>
    /// <param name="declared">The configuration.</param>
    /// <param name="others">Models that were made elsewhere and stay: their names are taken.</param>
    /// <param name="seed">What is known.</param>
    public static ImmutableArray<ModelRow> Complete(DeclaredCatalog declared, IEnumerable<ModelRow> others, SeedCatalogue seed)
    {
        var elsewhere = others.ToArray();
        var known = declared.Models.Select(m => m.Row.Id).Concat(elsewhere.Select(m => m.Id)).ToHashSet();
        var fromSeed = declared.Deployments.Select(d => d.Model).Distinct().Where(m => !known.Contains(m) && seed.Find(m) is not null).ToArray();
        var taken = known.Concat(fromSeed).Concat(declared.Models.SelectMany(m => m.Row.Aliases)).Concat(elsewhere.SelectMany(m => m.Aliases)).ToHashSet();

        // A name in `taken` belongs to somebody; the seed's aliases are only handed out where they are free.
        ImmutableArray<string> FreeAliases(SeedModel model) => [.. (model.Aliases ?? []).Where(taken.Add)];
        return
        [
            .. declared.Models.Select(m => Complete(m, seed.Find(m.Row.Id), FreeAliases)),
            .. fromSeed.Select(id => seed.Find(id)!.ToRow(id) with { Aliases = FreeAliases(seed.Find(id)!) }),
        ];
    }

    private static ModelRow Complete(DeclaredModel model, SeedModel? known, Func<SeedModel, ImmutableArray<string>> freeAliases)
    {
        var row = model.Row;
        var fallback = known?.ToRow(row.Id) ?? new ModelRow { Id = row.Id };
        return row with
        {
            Aliases = model.HasAliases || known is null ? row.Aliases : freeAliases(known),
            DisplayName = row.DisplayName ?? fallback.DisplayName,
            OwnedBy = model.HasOwner ? row.OwnedBy : fallback.OwnedBy,
            Kind = model.HasKind ? row.Kind : fallback.Kind,
            ContextWindow = row.ContextWindow ?? fallback.ContextWindow,
            MaxOutputTokens = row.MaxOutputTokens ?? fallback.MaxOutputTokens,
            SupportsImages = model.SupportsImages ?? fallback.SupportsImages,
            SupportsReasoning = model.SupportsReasoning ?? fallback.SupportsReasoning,
            Price = row.Price ?? (row.Prices.IsEmpty ? fallback.Price : null),
            PriceFrom = row.Price is null && row.Prices.IsEmpty ? fallback.PriceFrom : null,
        };
    }
}
