using System.Text.Json;

namespace Gantry.Protocols.Json;

/// <summary>Any JSON value as it stands in somebody's bytes. Lives as long as the buffer it was cut from.</summary>
public readonly struct JsonSlice : IEquatable<JsonSlice>
{
    private readonly ReadOnlyMemory<byte> _json;

    /// <param name="json">One whole value. Not checked.</param>
    public JsonSlice(ReadOnlyMemory<byte> json) => _json = json;

    /// <summary>True where there is no value at all; <c>null</c> is a value.</summary>
    public bool IsAbsent => _json.IsEmpty;

    /// <summary>The value's own bytes.</summary>
    public ReadOnlySpan<byte> Span => _json.Span;

    public ReadOnlyMemory<byte> Memory => _json;

    public JsonTokenType Kind => _json.IsEmpty ? JsonTokenType.None : _json.Span[0] switch
    {
        (byte)'{' => JsonTokenType.StartObject,
        (byte)'[' => JsonTokenType.StartArray,
        (byte)'"' => JsonTokenType.String,
        (byte)'t' => JsonTokenType.True,
        (byte)'f' => JsonTokenType.False,
        (byte)'n' => JsonTokenType.Null,
        _ => JsonTokenType.Number,
    };

    /// <summary>The same value without line breaks, which stand only between its tokens: one that may go into an event of a stream.</summary>
    public JsonSlice OneLine()
    {
        if (_json.Span.IndexOfAny((byte)'\n', (byte)'\r') < 0) return this;
        byte[] line = _json.ToArray();
        foreach (ref byte b in line.AsSpan())
        {
            if (b is (byte)'\n' or (byte)'\r') b = (byte)' ';
        }

        return new JsonSlice(line);
    }

    /// <summary>Writes the value byte for byte.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteRawValue(_json.Span, skipInputValidation: true);
    }

    public bool Equals(JsonSlice other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is JsonSlice other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>The value's text.</summary>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(Span);

    public static bool operator ==(JsonSlice left, JsonSlice right) => left.Equals(right);

    public static bool operator !=(JsonSlice left, JsonSlice right) => !left.Equals(right);
}
