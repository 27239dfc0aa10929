using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;
using Gantry.Contracts.Manage.Models;
using Gantry.Management.Rows;

namespace Gantry.Management.Models;

/// <summary>Makes rows of models, completed with what the built-in list knows.</summary>
internal static class KnownModels
{
    private static readonly Lazy<SeedCatalogue> Seed = new(SeedCatalogue.Load);

    /// <summary>By id or alias; also where a broker puts a vendor before the name: <c>anthropic/claude-sonnet-5</c>.</summary>
    public static SeedModel? Find(string name) => Seed.Value.Find(name) ?? (name.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? Seed.Value.Find(name[(slash + 1)..]) : null);

    /// <exception cref="Contracts.Manage.RefusedException">What is said means nothing.</exception>
    public static ModelRow Row(ModelTerms terms, string id) => TermsReader.Read(terms, "model", ModelReader.Read, ("id", id)) is var said
        ? said.Row with { SupportsImages = terms.SupportsImages, SupportsReasoning = terms.SupportsReasoning }
        : throw new InvalidOperationException();

    /// <summary>What is left out and known by heart; see ModelCompletion for the declarative file.</summary>
    /// <param name="row">What was said.</param>
    /// <param name="name">What it is known by.</param>
    public static ModelRow Complete(ModelRow row, string name) => Find(name)?.ToRow(row.Id) is not { } known ? row : row with
    {
        DisplayName = row.DisplayName ?? known.DisplayName,
        ContextWindow = row.ContextWindow ?? known.ContextWindow,
        MaxOutputTokens = row.MaxOutputTokens ?? known.MaxOutputTokens,
        Kind = row.Kind == ModelKind.Chat ? known.Kind : row.Kind,
        SupportsImages = row.SupportsImages || known.SupportsImages,
        SupportsReasoning = row.SupportsReasoning || known.SupportsReasoning,
        Price = row.Price ?? known.Price,
        PriceFrom = row.Price is null ? known.PriceFrom : row.PriceFrom,
    };
}
