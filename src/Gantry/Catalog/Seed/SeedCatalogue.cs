using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace Gantry.Catalog.Seed;

/// <summary>The models that Gantry knows by itself, with their published prices. Lies in <c>models.json</c> beside this file.</summary>
internal sealed class SeedCatalogue
{
    private readonly FrozenDictionary<string, SeedModel> _byName;

    private SeedCatalogue(ImmutableArray<SeedModel> models)
    {
        Models = models;
        _byName = models.SelectMany(m => (m.Aliases ?? []).Prepend(m.Id), (m, name) => (name, m)).ToFrozenDictionary(p => p.name, p => p.m);
    }

    public ImmutableArray<SeedModel> Models { get; }

    public static SeedCatalogue Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Gantry.Catalog.Seed.models.json")!;
        return new SeedCatalogue([.. JsonSerializer.Deserialize(stream, CatalogJson.Default.SeedModelArray)!]);
    }

    /// <summary>By id or by alias.</summary>
    public SeedModel? Find(string name) => _byName.GetValueOrDefault(name);
}
