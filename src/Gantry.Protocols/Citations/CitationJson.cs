using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Citations;

/// <summary>What reading and writing of all forms of sources share.</summary>
internal static class CitationJson
{
    public static JsonElement? Member(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : null;

    public static JsonElement? Object(this JsonElement value, string name) => value.Member(name) is { ValueKind: JsonValueKind.Object } member ? member : null;

    /// <summary>The elements of a member that is an array; nothing for any other.</summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Array } member ? member.EnumerateArray() : Enumerable.Empty<JsonElement>();

    public static JsonText Text(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.String } member ? new JsonText(JsonMarshal.GetRawUtf8Value(member).ToArray()) : default;

    public static bool Is(this JsonElement value, string name, string word) =>
        value.Member(name) is { ValueKind: JsonValueKind.String } member && member.ValueEquals(word);

    public static int? Number(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt32(out int number) ? number : null;

    public static JsonSlice Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(output, WireJson.Options)) write(json);
        return new JsonSlice(output.WrittenMemory);
    }

    public static void Member(this Utf8JsonWriter json, string name, JsonText text)
    {
        json.WritePropertyName(name);
        text.WriteTo(json);
    }
}
