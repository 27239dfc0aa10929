using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Metering;

/// <summary>Finds a word for an error in any vendor's envelope.</summary>
internal static class ErrorText
{
    private const int Longest = 200;

    /// <summary>The type, status, code or message of an error, in this order; null when the value says that there is none.</summary>
    /// <param name="json">The value of an <c>error</c> member, or a whole body that is an error.</param>
    public static string? Read(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty || json[0] is (byte)'n' or (byte)'f') return null;
        if (json[0] == '"') return JsonProbe.String(json) is { Length: > 0 } text ? Cut(text) : null;
        if (json[0] != '{') return "error";
        try
        {
            return Cut(Members(json));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "error";
        }
    }

    private static string Members(ReadOnlySpan<byte> json)
    {
        string? type = null, status = null, code = null, message = null, inner = null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8)) type = Scalar(ref reader);
            else if (reader.ValueTextEquals("status"u8)) status = Scalar(ref reader);
            else if (reader.ValueTextEquals("code"u8)) code = Scalar(ref reader);
            else if (reader.ValueTextEquals("message"u8)) message = Scalar(ref reader);
            else if (reader.ValueTextEquals("error"u8)) inner = Inner(ref reader, json);
            else reader.Skip();
        }

        // An event that calls itself "error" says more in what it carries.
        if (type == "error") type = null;
        return inner ?? type ?? status ?? code ?? message ?? "error";
    }

    private static string? Inner(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Read(json[start..(int)reader.BytesConsumed]);
    }

    private static string? Scalar(ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                string? text = reader.GetString();
                return string.IsNullOrEmpty(text) ? null : text;
            case JsonTokenType.Number:
                return System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    private static string Cut(string text) => text.Length <= Longest ? text : text[..Longest];
}
