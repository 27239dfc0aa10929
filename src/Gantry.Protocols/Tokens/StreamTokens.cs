namespace Gantry.Protocols.Tokens;

/// <summary>Counts the tokens of a text that comes in pieces, as if it had come whole: words that are cut between two pieces count once.</summary>
public sealed class StreamTokens
{
    private readonly byte[] _held = new byte[512];
    private int _length;
    private long _sum;

    /// <summary>Thousandths of a token so far.</summary>
    public long Thousandths => _sum + (_length == 0 ? 0 : TextTokens.OfEscaped(_held.AsSpan(0, _length)));

    /// <param name="escaped">The inside of a JSON string token. No escape is ever cut: pieces are whole tokens.</param>
    public void Append(ReadOnlySpan<byte> escaped)
    {
        if (_length + escaped.Length <= _held.Length)
        {
            Hold(escaped);
            return;
        }

        // Up to the last space everything is whole words.
        var held = _held.AsSpan(0, _length);
        int space = held.LastIndexOf((byte)' ');
        if (escaped.Length <= _held.Length / 2 && space > 0)
        {
            _sum += TextTokens.OfEscaped(held[..space]);
            held[space..].CopyTo(_held);
            _length -= space;
        }

        if (_length + escaped.Length > _held.Length)
        {
            _sum = Thousandths;
            _length = 0;
        }

        if (escaped.Length > _held.Length) _sum += TextTokens.OfEscaped(escaped);
        else Hold(escaped);
    }

    private void Hold(ReadOnlySpan<byte> escaped)
    {
        escaped.CopyTo(_held.AsSpan(_length));
        _length += escaped.Length;
    }
}
