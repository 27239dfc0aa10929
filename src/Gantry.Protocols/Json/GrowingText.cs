namespace Gantry.Protocols.Json;

/// <summary>A text that comes in pieces, put together as one string token in rented memory.</summary>
/// <remarks>Who knows that it is read no more releases it; forgotten, it is collected like any other.</remarks>
internal sealed class GrowingText
{
    private readonly RentedBytes _quoted = new();   // the opening quote and the text

    /// <summary>Bytes of the text in JSON's escapes.</summary>
    public int Length => Math.Max(0, _quoted.Count - 1);

    public bool IsEmpty => Length == 0;

    /// <summary>The text in JSON's escapes, without quotes.</summary>
    public ReadOnlySpan<byte> Escaped => IsEmpty ? default : _quoted.Span[1..];

    /// <summary>The text. Lives until more is added or the text is released.</summary>
    public JsonText Text => IsEmpty ? JsonText.Empty : new JsonText(_quoted.With((byte)'"'));

    /// <summary>Adds a piece.</summary>
    /// <param name="token">A whole string token.</param>
    public void Append(ReadOnlySpan<byte> token)
    {
        if (_quoted.Count == 0) _quoted.Append("\""u8);
        _quoted.Append(token[1..^1]);
    }

    /// <summary>Forgets the text.</summary>
    public void Release() => _quoted.Release();
}
