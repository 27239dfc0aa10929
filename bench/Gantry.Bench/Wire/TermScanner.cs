namespace Gantry.Bench.Wire;

/// <summary>Tells whether a text has come, wherever reads cut it.</summary>
internal sealed class TermScanner
{
    private readonly byte[] _text;
    private readonly byte[] _joint;
    private int _kept;

    public TermScanner(byte[] text) => (_text, _joint) = (text, new byte[2 * text.Length]);

    public bool Found { get; private set; }

    public void Reset() => (Found, _kept) = (false, 0);

    public void Read(ReadOnlySpan<byte> piece)
    {
        if (Found) return;
        if (piece.IndexOf(_text) >= 0)
        {
            Found = true;
            return;
        }

        // The end of what came before with the beginning of this.
        int begin = Math.Min(piece.Length, _text.Length - 1);
        piece[..begin].CopyTo(_joint.AsSpan(_kept));
        Found = _joint.AsSpan(0, _kept + begin).IndexOf(_text) >= 0;
        if (piece.Length >= _text.Length - 1)
        {
            _kept = _text.Length - 1;
            piece[^_kept..].CopyTo(_joint);
            return;
        }

        int all = _kept + begin, keep = Math.Min(all, _text.Length - 1);
        _joint.AsSpan(all - keep, keep).CopyTo(_joint);
        _kept = keep;
    }
}
