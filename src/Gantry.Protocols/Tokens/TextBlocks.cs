using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gantry.Protocols.Tokens;

/// <summary>Counts what <see cref="TextTokens"/> counts, 64 bytes at a time.</summary>
/// <remarks>
/// Each kind of byte becomes a mask of a bit for each byte, first byte lowest, and what words, numbers, spaces and marks cost falls out of counting bits. Everything looks
/// back, never ahead, so that one block needs the ends of the masks before it and nothing else: the cost of a single mark, for one, is known at the byte behind it.
/// </remarks>
internal ref struct TextBlocks
{
    private const int Size = 64;

    private readonly ReadOnlySpan<byte> _text;
    private readonly bool _isEscaped;
    private long _sum;                // thousandths of a token, without what is in the counts
    private long _tokens, _halves, _letters, _capitals, _marksBeforeWords, _marks;
    private int _counted;             // bytes up to here have been counted on their own
    private ulong _openEscape;        // the last block ended in a backslash that escapes the first byte of this one
    private long _openCapitals;       // of a run at the end of the last block, those that count as further ones

    // Of the block before.
    private ulong _newlines, _letter, _small, _capital, _further, _further2, _further4, _digit, _third, _space, _line, _mark;

    private TextBlocks(ReadOnlySpan<byte> text, bool isEscaped)
    {
        _text = text;
        _isEscaped = isEscaped;
    }

    /// <returns>Thousandths of a token; -1 where an escape is none, and a reader of one byte after the other must see what it makes of it.</returns>
    public static long Count(ReadOnlySpan<byte> text, bool isEscaped)
    {
        var blocks = new TextBlocks(text, isEscaped);
        var at = 0;
        for (; at <= text.Length - Size; at += Size)
        {
            if (!blocks.Add(new Lanes(text[at..]), at, ulong.MaxValue)) return -1;
        }

        // What ends with the text is counted behind it: the last block may be empty, and is never full.
        Span<byte> last = stackalloc byte[Size];
        last.Clear();
        text[at..].CopyTo(last);
        return blocks.Add(new Lanes(last), at, Below(text.Length - at)) ? blocks.Total : -1;
    }

    private readonly long Total => _sum + _tokens * TextTokens.Unit + _halves * (TextTokens.Unit / 2) + _letters * TextTokens.FurtherLetter
        + _capitals * TextTokens.FurtherCapital + _marksBeforeWords * TextTokens.MarkBeforeWord + _marks * TextTokens.FurtherMark;

    private bool Add(Lanes lanes, int at, ulong valid)
    {
        var small = lanes.Between((byte)'a', (byte)'z');
        var capital = lanes.Between((byte)'A', (byte)'Z');
        var digit = lanes.Between((byte)'0', (byte)'9');
        var space = lanes.Is((byte)' ') | lanes.Is((byte)'\t');
        var line = lanes.Is((byte)'\n') | lanes.Is((byte)'\r');
        var wide = lanes.Wide;
        var mark = ~(small | capital | digit | space | line | wide) & valid;

        var gone = Below(_counted - at);
        if (_isEscaped && !Escapes(lanes, at, valid, ref gone)) return false;
        if ((wide & ~gone) != 0) Wide(wide & ~gone, at, ref gone);

        var letter = (small | capital) & ~gone;
        Words(letter, small & ~gone, capital & ~gone);
        Numbers(digit & ~gone, space);
        Lines(line);
        Marks(mark & ~gone, letter, at);
        return true;
    }

    private bool Escapes(Lanes lanes, int at, ulong valid, ref ulong gone)
    {
        var backslashes = lanes.Is((byte)'\\');
        if ((backslashes | _openEscape) == 0)
        {
            _newlines = 0;
            return true;
        }

        var escaped = Json.StringScan.Escaped(backslashes, ref _openEscape);
        var newlines = escaped & lanes.Is((byte)'n');
        var blanks = escaped & (lanes.Is((byte)'t') | lanes.Is((byte)'r'));
        var marks = escaped & (lanes.Is((byte)'"') | backslashes | lanes.Is((byte)'/') | lanes.Is((byte)'b') | lanes.Is((byte)'f'));
        var units = escaped & lanes.Is((byte)'u');
        if ((escaped & (~valid | ~(newlines | blanks | marks | units))) != 0) return false;

        for (var rest = units; rest != 0; rest &= rest - 1)
        {
            var place = at + BitOperations.TrailingZeroCount(rest) - 1;
            if (Json.JsonEscape.Unit(_text[(place + 2)..]) < 0) return false;
            var end = place;
            _sum += TextTokens.Escape(_text, ref end);
            gone |= Taken(place, end, at);
        }

        // Several line ends in a row are one token, and those behind an escape of four digits have been counted with it.
        newlines &= ~gone;
        _tokens += BitOperations.PopCount(newlines & ~Behind(newlines, _newlines, 2));
        _marksBeforeWords += BitOperations.PopCount(marks);
        _newlines = newlines;
        gone |= (backslashes & ~escaped) | escaped;
        return true;
    }

    private void Wide(ulong wide, int at, ref ulong gone)
    {
        while (wide != 0)
        {
            var place = at + BitOperations.TrailingZeroCount(wide);
            var end = place;
            do _sum += TextTokens.Wide(_text, ref end);
            while (end < _text.Length && _text[end] >= 0x80);
            gone |= Taken(place, end, at);
            wide &= ~gone;
        }
    }

    private void Words(ulong letter, ulong small, ulong capital)
    {
        var starts = letter & (~Behind(letter, _letter, 1) | (capital & Behind(small, _small, 1)));
        _tokens += BitOperations.PopCount(starts);

        // Nine further letters up to here: this is the tenth at least.
        var further = letter & ~starts;
        var further2 = further & Behind(further, _further, 1);
        var further4 = further2 & Behind(further2, _further2, 2);
        var tenth = further4 & Behind(further4, _further4, 4) & Behind(further, _further, 8);
        _letters += BitOperations.PopCount(tenth);

        // Words of capitals alone. Those that small letters follow are taken back when they come.
        var fourth = capital & Behind(capital, _capital, 1) & Behind(capital, _capital, 2) & Behind(capital, _capital, 3);
        _capitals += BitOperations.PopCount(fourth);
        var open = _openCapitals;
        for (var rest = small & ((fourth << 1) | (open > 0 ? 1UL : 0)); rest != 0; rest &= rest - 1)
        {
            var place = BitOperations.TrailingZeroCount(rest);
            _capitals -= Run(fourth, place, open);
        }

        _openCapitals = Run(fourth, Size, open);
        (_letter, _small, _capital, _further, _further2, _further4) = (letter, small, capital, further, further2, further4);
    }

    // Three digits are a token. A single space is part of what follows, but of numbers.
    private void Numbers(ulong digit, ulong space)
    {
        var before = Behind(digit, _digit, 1);
        var afterTwo = digit & before & Behind(digit, _digit, 2);
        var first = (digit & ~before) | ((_third >> 61) & afterTwo);
        var third = first;
        while ((first = (first << 3) & afterTwo) != 0) third |= first;
        _tokens += BitOperations.PopCount(third);

        var one = Behind(space, _space, 1);
        var single = one & ~Behind(space, _space, 2);
        _tokens += BitOperations.PopCount(space & single);
        _halves += BitOperations.PopCount(digit & single);
        (_digit, _third, _space) = (digit, third, space);
    }

    private void Lines(ulong line)
    {
        _tokens += BitOperations.PopCount(line & ~Behind(line, _line, 1));
        _line = line;
    }

    private void Marks(ulong mark, ulong letter, int at)
    {
        var before = Behind(mark, _mark, 1);
        var single = before & ~Behind(mark, _mark, 2);
        _marksBeforeWords += BitOperations.PopCount(single & letter);
        _tokens += BitOperations.PopCount(single & ~letter);
        _marks += BitOperations.PopCount(mark & before);
        for (var rest = mark & single; rest != 0; rest &= rest - 1)
        {
            var second = at + BitOperations.TrailingZeroCount(rest);
            if (_text[second] == _text[second - 1]) Repeated(second);
        }

        _mark = mark;
    }

    // Marks that are all the same cost less than others.
    private void Repeated(int second)
    {
        var one = _text[second];
        var end = second + 1;
        while (end < _text.Length && _text[end] == one) end++;
        if (end < _text.Length && TextTokens.IsMark(_text[end]) && !(_text[end] == '\\' && _isEscaped)) return;
        var count = end - second + 1;
        _sum += (count * (long)TextTokens.RepeatedMark) - ((count - 1) * (long)TextTokens.FurtherMark);
    }

    // The bits of this block that a range of the text covers. What it covers of later blocks is kept in mind.
    private ulong Taken(int from, int to, int at)
    {
        _counted = Math.Max(_counted, to);
        return Below(to - at) & ~Below(from - at);
    }

    // How many ones there are without a gap below a bit; those before this block are the last argument.
    private static long Run(ulong mask, int bit, long before)
    {
        var ones = bit == 0 ? 0 : BitOperations.LeadingZeroCount(~(mask << (Size - bit)));
        return ones >= bit ? bit + before : ones;
    }

    // A bit for each byte of which the one so many places before it is in the mask.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Behind(ulong mask, ulong last, int places) => (mask << places) | (last >> (Size - places));

    private static ulong Below(int bit) => bit <= 0 ? 0 : bit >= Size ? ulong.MaxValue : (1UL << bit) - 1;

    /// <summary>64 bytes, asked a bit for each.</summary>
    private readonly struct Lanes
    {
        private readonly Vector256<byte> _low;
        private readonly Vector256<byte> _high;

        public Lanes(ReadOnlySpan<byte> block)
        {
            ref var first = ref MemoryMarshal.GetReference(block);
            _low = Vector256.LoadUnsafe(ref first);
            _high = Vector256.LoadUnsafe(ref first, 32);
        }

        public ulong Wide
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => _low.ExtractMostSignificantBits() | ((ulong)_high.ExtractMostSignificantBits() << 32);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Is(byte one) => Mask(Vector256.Equals(_low, Vector256.Create(one)), Vector256.Equals(_high, Vector256.Create(one)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Between(byte from, byte to) => Mask(
            Vector256.LessThanOrEqual(_low - Vector256.Create(from), Vector256.Create((byte)(to - from))),
            Vector256.LessThanOrEqual(_high - Vector256.Create(from), Vector256.Create((byte)(to - from))));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong Mask(Vector256<byte> low, Vector256<byte> high) => low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
    }
}
