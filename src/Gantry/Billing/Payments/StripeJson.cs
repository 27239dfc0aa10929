using System.Text.Json;

namespace Gantry.Billing.Payments;

/// <summary>Reads members of Stripe's objects. What is of another type than it should be counts as absent.</summary>
internal static class StripeJson
{
    /// <summary>Ids and words of Stripe's are shorter.</summary>
    private const int LongestText = 255;

    public static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    public static JsonElement Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;

    public static string? Text(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 and <= LongestText } value && value.All(c => c is >= ' ' and <= '~') ? value : null;

    public static long? Number(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    public static bool? Flag(this JsonElement json, string name) => json.Member(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The id of another object, which is given by its id or whole.</summary>
    public static string? Reference(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Object } whole ? whole.Text("id") : json.Text(name);

    public static Guid? Id(this JsonElement json, string name) => Guid.TryParseExact(json.Text(name), "D", out var id) ? id : null;
}
