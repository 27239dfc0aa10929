using Gantry.Protocols.Fitting;

namespace Gantry.Catalog.Declared;

/// <summary>Reads a mapping <c>traits</c>: habits of one upstream, in snake case, each true or false.</summary>
internal static class TraitsReader
{
    /// <returns>The JSON of <see cref="TargetTraitsPatch"/>; null where the mapping is empty.</returns>
    public static string? Read(MapReader map) => RulesJson.Write(map, TargetTraitsPatch.Names.Select(name => (EnumWords.Snake(name), (Action<MapReader, string, System.Text.Json.Utf8JsonWriter>)RulesJson.Flag)));
}
