using System.Text.Json;

namespace Gantry.Protocols.Messages;

/// <summary>One event of a stream, taken apart. All spans are raw JSON values of the event's data; empty where absent.</summary>
/// <remarks>Of the object that an event carries (<c>message</c>, <c>content_block</c>, <c>delta</c> or <c>error</c>) the members lie flat beside
/// the event's own.</remarks>
internal ref struct MessagesEvent
{
    public ReadOnlySpan<byte> Type { get; private set; }

    /// <summary>-1 where the event belongs to no block.</summary>
    public int Index { get; private set; }

    /// <summary>Of the block, delta or error.</summary>
    public ReadOnlySpan<byte> InnerType { get; private set; }

    /// <summary>What was added: <c>text</c>, <c>thinking</c> or <c>partial_json</c>.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    public ReadOnlySpan<byte> Signature { get; private set; }

    public ReadOnlySpan<byte> Data { get; private set; }

    public ReadOnlySpan<byte> Id { get; private set; }

    public ReadOnlySpan<byte> Name { get; private set; }

    public ReadOnlySpan<byte> Input { get; private set; }

    public ReadOnlySpan<byte> Model { get; private set; }

    public ReadOnlySpan<byte> Usage { get; private set; }

    public ReadOnlySpan<byte> StopReason { get; private set; }

    public ReadOnlySpan<byte> StopSequence { get; private set; }

    /// <summary>The block with which it opens.</summary>
    public ReadOnlySpan<byte> Block { get; private set; }

    /// <summary>Of a compaction.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>One source.</summary>
    public ReadOnlySpan<byte> Citation { get; private set; }

    /// <summary>Sources that a block opens with.</summary>
    public ReadOnlySpan<byte> Citations { get; private set; }

    public ReadOnlySpan<byte> StopDetails { get; private set; }

    /// <summary>An error's own words.</summary>
    public ReadOnlySpan<byte> Message { get; private set; }

    /// <exception cref="JsonException">The data is not JSON.</exception>
    public static MessagesEvent Read(ReadOnlySpan<byte> data)
    {
        var result = new MessagesEvent { Index = -1 };
        var reader = new Utf8JsonReader(data);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("An event is an object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) result.Member(ref reader, data);
        reader.Read();
        return result;
    }

    private void Member(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (reader.ValueTextEquals("type"u8)) Type = Word(Value(ref reader, data));
        else if (reader.ValueTextEquals("index"u8)) Index = Number(ref reader);
        else if (reader.ValueTextEquals("usage"u8)) Usage = Value(ref reader, data);
        else if (reader.ValueTextEquals("content_block"u8)) Block = Carried(ref reader, data);
        else if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("message"u8)
            || reader.ValueTextEquals("error"u8)) Carried(ref reader, data);
        else Value(ref reader, data);
    }

    private ReadOnlySpan<byte> Carried(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return default;
        }

        int start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8)) InnerType = Word(Value(ref reader, data));
            else if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("thinking"u8) || reader.ValueTextEquals("partial_json"u8)) Text = Token(ref reader, data);
            else if (reader.ValueTextEquals("signature"u8)) Signature = Token(ref reader, data);
            else if (reader.ValueTextEquals("data"u8)) Data = Token(ref reader, data);
            else if (reader.ValueTextEquals("id"u8)) Id = Token(ref reader, data);
            else if (reader.ValueTextEquals("name"u8)) Name = Token(ref reader, data);
            else if (reader.ValueTextEquals("input"u8)) Input = Value(ref reader, data);
            else if (reader.ValueTextEquals("model"u8)) Model = Token(ref reader, data);
            else if (reader.ValueTextEquals("usage"u8)) Usage = Value(ref reader, data);
            else if (reader.ValueTextEquals("stop_reason"u8)) StopReason = Word(Value(ref reader, data));
            else if (reader.ValueTextEquals("stop_sequence"u8)) StopSequence = Token(ref reader, data);
            else if (reader.ValueTextEquals("message"u8)) Message = Token(ref reader, data);
            else if (reader.ValueTextEquals("content"u8)) Content = Token(ref reader, data);
            else if (reader.ValueTextEquals("citation"u8)) Citation = Value(ref reader, data);
            else if (reader.ValueTextEquals("citations"u8)) Citations = Value(ref reader, data);
            else if (reader.ValueTextEquals("stop_details"u8)) StopDetails = Value(ref reader, data);
            else Value(ref reader, data);
        }

        return data[start..(int)reader.BytesConsumed];
    }

    private static ReadOnlySpan<byte> Value(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        reader.Read();
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return data[start..(int)reader.BytesConsumed];
    }

    private static int Number(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number) && number >= 0) return number;
        reader.Skip();
        return -1;
    }

    // A token is a string with its quotes; anything else is as good as absent.
    private static ReadOnlySpan<byte> Token(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        var value = Value(ref reader, data);
        return value[0] == '"' ? value : default;
    }

    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> value) => value[0] == '"' ? value[1..^1] : default;
}
