using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Gantry.Catalog.Declared;

/// <summary>Turns a mapping of the file into the JSON that the protocols read: the same members in camel case, in the order of a table, so that equal rules are equal texts.</summary>
internal static class RulesJson
{
    /// <summary>Writes what the mapping says; every other key of it is a problem.</summary>
    /// <returns>Null where the mapping is empty.</returns>
    public static string? Write(MapReader map, IEnumerable<(string Key, Action<MapReader, string, Utf8JsonWriter> Write)> members)
    {
        var output = new ArrayBufferWriter<byte>();
        var any = false;
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            foreach (var (key, write) in members)
            {
                if (!map.Has(key)) continue;
                any = true;
                json.WritePropertyName(Camel(key));
                write(map, key, json);
            }

            json.WriteEndObject();
        }

        map.Done();
        return any ? Encoding.UTF8.GetString(output.WrittenSpan) : null;
    }

    public static void Flag(MapReader map, string key, Utf8JsonWriter json) => json.WriteBooleanValue(map.Flag(key, false));

    /// <summary>An enum's member as the protocols' data spells it.</summary>
    public static string Camel<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string Camel(string snake)
    {
        var words = snake.Split('_');
        return string.Concat(words.Select((word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
