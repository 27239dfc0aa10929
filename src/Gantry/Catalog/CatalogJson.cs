using System.Text.Json.Serialization;

namespace Gantry.Catalog;

/// <summary>JSON of the catalogue: list columns, prices and the seed catalogue.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ModelPrice))]
[JsonSerializable(typeof(DatedPrice[]))]
[JsonSerializable(typeof(GroupPrice[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(VirtualModel[]))]
[JsonSerializable(typeof(ModelMapping[]))]
[JsonSerializable(typeof(AutoTerms))]
[JsonSerializable(typeof(ScenarioRoutes))]
[JsonSerializable(typeof(RateTerms))]
[JsonSerializable(typeof(ModelRateTerms[]))]
[JsonSerializable(typeof(SpendLimit.Stored[]))]
[JsonSerializable(typeof(Seed.SeedModel[]))]
internal sealed partial class CatalogJson : JsonSerializerContext;
