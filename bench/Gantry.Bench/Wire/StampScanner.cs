namespace Gantry.Bench.Wire;

/// <summary>Finds the provider's time stamps in an answer, wherever reads cut them.</summary>
internal struct StampScanner
{
    /// <summary>Around the digits; no other text of an answer has it.</summary>
    public const byte Mark = (byte)'@';

    /// <summary>Of a stamp: the monotonic clock in nanoseconds.</summary>
    public const int Digits = 19;

    private long _stamp;
    private int _digits;
    private bool _within;

    /// <summary>Goes on behind <paramref name="at"/>.</summary>
    /// <param name="piece">Of an answer.</param>
    /// <param name="at">Where to go on; behind the stamp, or at the end.</param>
    /// <param name="stamp">What was found.</param>
    /// <returns>False when the piece has no further whole stamp.</returns>
    public bool TryNext(ReadOnlySpan<byte> piece, ref int at, out long stamp)
    {
        while (at < piece.Length)
        {
            if (!_within)
            {
                int mark = piece[at..].IndexOf(Mark);
                if (mark < 0) break;
                at += mark + 1;
                (_within, _stamp, _digits) = (true, 0, 0);
                continue;
            }

            byte one = piece[at++];
            if (one is >= (byte)'0' and <= (byte)'9' && _digits < Digits)
            {
                _stamp = _stamp * 10 + (one - '0');
                _digits++;
                continue;
            }

            bool isWhole = one == Mark && _digits == Digits;
            // A mark that closes nothing may open something.
            _within = one == Mark && !isWhole;
            stamp = _stamp;
            (_stamp, _digits) = (0, 0);
            if (isWhole) return true;
        }

        at = piece.Length;
        stamp = 0;
        return false;
    }
}
