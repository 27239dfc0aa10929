using System.Text.Json;

namespace Gantry.Protocols.Metering;

/// <summary>One element of a list that splits a count: a label (text or number) and the raw number.</summary>
internal static class LabelledCount
{
    /// <summary>Reads <c>{"modality":"AUDIO","tokenCount":37}</c> and the like, members in any order.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> json, ReadOnlySpan<byte> labelName, ReadOnlySpan<byte> countName,
        out ReadOnlySpan<byte> label, out ReadOnlySpan<byte> count)
    {
        label = count = default;
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isLabel = reader.ValueTextEquals(labelName), isCount = reader.ValueTextEquals(countName);
                reader.Read();
                if (isLabel && reader.TokenType is (JsonTokenType.String or JsonTokenType.Number)) label = reader.ValueSpan;
                if (isCount && reader.TokenType is JsonTokenType.String or JsonTokenType.Number) count = reader.ValueSpan;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return !label.IsEmpty && !count.IsEmpty;
    }
}
