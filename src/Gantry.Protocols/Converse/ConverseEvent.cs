using System.Text.Json;

namespace Gantry.Protocols.Converse;

/// <summary>The payload of one event, taken apart. All spans are raw JSON values of it; empty where absent.</summary>
/// <remarks>The members of <c>start</c> and <c>delta</c>, and of the one object in them, lie flat beside the event's own.</remarks>
internal ref struct ConverseEvent
{
    /// <summary>-1 where the event belongs to no block.</summary>
    public int Index { get; private set; }

    /// <summary>What begins or grows: the member of <c>start</c> or <c>delta</c>, as in <c>toolUse</c>.</summary>
    public ReadOnlySpan<byte> Union { get; private set; }

    /// <summary>What was added: text, thought or arguments.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    public ReadOnlySpan<byte> Signature { get; private set; }

    public ReadOnlySpan<byte> Redacted { get; private set; }

    public ReadOnlySpan<byte> Id { get; private set; }

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The <c>type</c> of a call: whose tool it is.</summary>
    public ReadOnlySpan<byte> Type { get; private set; }

    public ReadOnlySpan<byte> Usage { get; private set; }

    public ReadOnlySpan<byte> StopReason { get; private set; }

    public ReadOnlySpan<byte> ModelFields { get; private set; }

    /// <summary>An exception's own words.</summary>
    public ReadOnlySpan<byte> Message { get; private set; }

    /// <exception cref="JsonException">The payload is not JSON.</exception>
    public static ConverseEvent Read(ReadOnlySpan<byte> payload)
    {
        var result = new ConverseEvent { Index = -1 };
        var reader = new Utf8JsonReader(payload);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("An event is an object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) result.Member(ref reader, payload);
        reader.Read();
        return result;
    }

    private void Member(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> payload)
    {
        if (reader.ValueTextEquals("contentBlockIndex"u8)) Index = Number(ref reader);
        else if (reader.ValueTextEquals("start"u8) || reader.ValueTextEquals("delta"u8)) Carried(ref reader, payload);
        else if (reader.ValueTextEquals("usage"u8)) Usage = Value(ref reader, payload);
        else if (reader.ValueTextEquals("stopReason"u8)) StopReason = Content(Value(ref reader, payload));
        else if (reader.ValueTextEquals("additionalModelResponseFields"u8)) ModelFields = Value(ref reader, payload);
        else if (reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("Message"u8)) Message = Token(ref reader, payload);
        else Value(ref reader, payload);
    }

    private void Carried(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> payload)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            var value = Value(ref reader, payload);
            if (value[0] == 'n') continue;
            Union = name;
            if (value[0] == '"') Text = value;
            else if (value[0] == '{') Inner(value);
        }
    }

    private void Inner(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("input"u8)) Text = Token(ref reader, value);
            else if (reader.ValueTextEquals("signature"u8)) Signature = Token(ref reader, value);
            else if (reader.ValueTextEquals("redactedContent"u8)) Redacted = Token(ref reader, value);
            else if (reader.ValueTextEquals("toolUseId"u8)) Id = Token(ref reader, value);
            else if (reader.ValueTextEquals("name"u8)) Name = Token(ref reader, value);
            else if (reader.ValueTextEquals("type"u8)) Type = Content(Value(ref reader, value));
            else Value(ref reader, value);
        }
    }

    private static ReadOnlySpan<byte> Value(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> payload)
    {
        reader.Read();
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return payload[start..(int)reader.BytesConsumed];
    }

    private static int Number(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number) && number >= 0) return number;
        reader.Skip();
        return -1;
    }

    // A token is a string with its quotes; anything else is as good as absent.
    private static ReadOnlySpan<byte> Token(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> payload)
    {
        var value = Value(ref reader, payload);
        return value[0] == '"' ? value : default;
    }

    private static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> value) => value[0] == '"' ? value[1..^1] : default;
}
