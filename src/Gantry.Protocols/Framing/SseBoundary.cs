namespace Gantry.Protocols.Framing;

/// <summary>Finds where server-sent events end, in bytes cut anywhere. Knows nothing of their content and keeps none of it.</summary>
/// <remarks>An event ends behind its blank line; lines end with LF, CRLF or CR. Whether a CR at the end of a piece is the whole line end
/// shows only with the next byte, so the event is not over before.</remarks>
internal struct SseBoundary
{
    private bool _lineHasBytes;
    private bool _afterCr;
    private bool _blankAtCr;

    /// <summary>Advances over <paramref name="piece"/> to the end of the current event.</summary>
    /// <param name="piece">The next bytes; after true, call again with the rest.</param>
    /// <param name="end">Number of bytes of the piece that still belong to the event, its blank line included.</param>
    public bool TryFindEnd(ReadOnlySpan<byte> piece, out int end)
    {
        end = 0;
        if (_afterCr)
        {
            if (piece.IsEmpty) return false;
            _afterCr = false;
            if (piece[0] == '\n') end = 1;
            if (_blankAtCr)
            {
                _blankAtCr = false;
                return true;
            }
        }

        while (true)
        {
            var rest = piece[end..];
            int lineEnd = rest.IndexOfAny((byte)'\n', (byte)'\r');
            if (lineEnd < 0)
            {
                _lineHasBytes |= !rest.IsEmpty;
                return false;
            }

            bool blank = lineEnd == 0 && !_lineHasBytes;
            _lineHasBytes = false;
            end += lineEnd + 1;
            if (rest[lineEnd] == '\r')
            {
                if (end == piece.Length)
                {
                    _afterCr = true;
                    _blankAtCr = blank;
                    return false;
                }

                if (piece[end] == '\n') end++;
            }

            if (blank) return true;
        }
    }
}
