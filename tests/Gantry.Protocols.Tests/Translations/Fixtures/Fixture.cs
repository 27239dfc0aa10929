using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Gantry.Protocols.Tests.Translations.Fixtures;

/// <summary>Compares whole messages.</summary>
internal static class Fixture
{
    /// <summary>The client's stream of this upstream's, cut at every byte and uncut.</summary>
    public static string Told(Func<Way> way, string upstream)
    {
        var bytes = Encoding.UTF8.GetBytes(upstream);
        string told = way().Stream(bytes);
        Assert.Equal(told, way().Stream(bytes, 1));
        return told;
    }

    /// <summary>Both say the same, whatever the order of their members.</summary>
    public static void Same(string expected, JsonNode actual) => Assert.Equal(Way.Pretty(Sorted(JsonNode.Parse(expected))!), Way.Pretty(Sorted(actual)!));

    /// <summary>Everything that is expected is there and equal; more may be there.</summary>
    public static void Holds(string expected, JsonNode actual) => Holds(JsonNode.Parse(expected)!, actual, "");

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static void Holds(JsonNode expected, JsonNode? actual, string path)
    {
        if (expected is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                if (value is not null) Holds(value, actual?[name], $"{path}.{name}");
            }
        }
        else if (expected is JsonArray items)
        {
            Assert.True(actual is JsonArray array && array.Count == items.Count, $"{path}: {actual?.ToJsonString()}");
            for (int i = 0; i < items.Count; i++) Holds(items[i]!, actual![i], $"{path}[{i}]");
        }
        else
        {
            Assert.True(actual is not null && JsonNode.DeepEquals(expected, actual), $"{path}: {expected.ToJsonString()} was expected, {actual?.ToJsonString()} is there");
        }
    }
}
