using System.Text.Json;

namespace Gantry.Simulator.Prompts;

/// <summary>Tolerant reading of request members: a wrong type reads as absent.</summary>
internal static class JsonRead
{
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static bool Flag(this JsonElement element, string name) => element.Member(name).ValueKind == JsonValueKind.True;

    public static long? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) => element.Member(name).Items();

    /// <summary>The member's own JSON, or <paramref name="otherwise"/> when it is absent.</summary>
    public static string Raw(this JsonElement element, string name, string otherwise) =>
        element.Member(name) is { ValueKind: not JsonValueKind.Undefined } value ? value.GetRawText() : otherwise;

    /// <summary>Texts of a content that is either a string or a list of parts with a <c>text</c> member.</summary>
    public static IEnumerable<string> Texts(this JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String) return [content.GetString()!];
        return content.Items().Select(part => part.Text("text")).OfType<string>();
    }
}
