using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Errors;

/// <summary>Reads JSON that nobody vouches for: nothing here throws.</summary>
internal static class JsonTexts
{
    /// <summary>The document, or null where it is none.</summary>
    public static JsonDocument? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json.ToArray());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static JsonDocument? Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>A string, or a number or truth value as text; null for null and containers. Lone surrogates and broken UTF-8 become U+FFFD.</summary>
    public static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new JsonText(JsonMarshal.GetRawUtf8Value(value).ToArray()).ToString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    /// <summary>The member of this name, of several the last.</summary>
    public static bool TryMember(JsonElement holder, string name, out JsonElement value)
    {
        try
        {
            return holder.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            // A sibling's name holds half a surrogate pair.
            value = holder.EnumerateObject().LastOrDefault(member => Name(member) == name).Value;
            return value.ValueKind != JsonValueKind.Undefined;
        }
    }

    /// <summary>A member's name; names with broken escapes are nobody's.</summary>
    public static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    /// <summary>Something that languages without types take for an error: an object or list with content, a text, true.</summary>
    public static bool IsTruthy(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.String => JsonMarshal.GetRawUtf8Value(value).Length > 2,
        JsonValueKind.True => true,
        _ => false,
    };
}
