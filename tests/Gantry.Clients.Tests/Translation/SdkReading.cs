using System.Text.Json;

namespace Gantry.Clients.Tests.Translation;

/// <summary>What an SDK made of one case, as the script prints it.</summary>
internal sealed record SdkReading(JsonElement Json)
{
    public int Number => Json.GetProperty("number").GetInt32();

    /// <summary>The error that was raised; undefined where there was none.</summary>
    public JsonElement Error => Member("error");

    public JsonElement Usage => Member("usage");

    public IReadOnlyList<JsonElement> Calls => Member("calls") is { ValueKind: JsonValueKind.Array } calls ? [.. calls.EnumerateArray()] : [];

    public JsonElement Member(string name) => Json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    /// <summary>A text; empty where there is none.</summary>
    public string Text(string name) => TextOf(Json, name);

    public static string TextOf(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
