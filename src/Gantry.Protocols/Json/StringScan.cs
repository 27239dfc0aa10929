using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gantry.Protocols.Json;

/// <summary>Finds the end of a string token, checking it on the way.</summary>
/// <remarks>
/// Bodies of agents are code in JSON strings, with an escape every dozen bytes: a search for the next special byte starts anew at each of them and
/// spends its time on starting. Here 64 bytes become three masks, and which of them are escaped falls out of one addition: a run of backslashes
/// carries like a run of ones does.
/// </remarks>
internal static class StringScan
{
    private const ulong EvenBits = 0x5555_5555_5555_5555;
    private const int Block = 64;

    /// <summary>The place of the quote that ends the string; -1 where there is none, or something that may not stand in a string before it.</summary>
    /// <param name="json">The whole text.</param>
    /// <param name="at">Behind the opening quote.</param>
    /// <param name="isEscaped">There is an escape. Means nothing where there is no end.</param>
    public static int End(ReadOnlySpan<byte> json, int at, out bool isEscaped)
    {
        ref byte first = ref MemoryMarshal.GetReference(json);
        ulong anyEscape = 0, carry = 0;   // carry: the block before ended in a backslash that escapes the first byte of this one
        for (; at <= json.Length - Block; at += Block)
        {
            var low = Vector256.LoadUnsafe(ref first, (nuint)at);
            var high = Vector256.LoadUnsafe(ref first, (nuint)(at + 32));
            ulong quotes = Mask(Vector256.Equals(low, Vector256.Create((byte)'"')), Vector256.Equals(high, Vector256.Create((byte)'"')));
            ulong controls = Mask(Vector256.LessThan(low, Vector256.Create((byte)' ')), Vector256.LessThan(high, Vector256.Create((byte)' ')));
            ulong backslashes = Mask(Vector256.Equals(low, Vector256.Create((byte)'\\')), Vector256.Equals(high, Vector256.Create((byte)'\\')));
            ulong stops = quotes | controls;
            if ((backslashes | carry) != 0)
            {
                ulong escaped = Escaped(backslashes, ref carry);
                stops = (quotes & ~escaped) | controls;
                ulong inside = stops == 0 ? ulong.MaxValue : (stops & (~stops + 1)) - 1;
                anyEscape |= backslashes & inside;
                ulong usual = quotes | backslashes
                    | Mask(Vector256.Equals(low, Vector256.Create((byte)'n')), Vector256.Equals(high, Vector256.Create((byte)'n')))
                    | Mask(Vector256.Equals(low, Vector256.Create((byte)'t')), Vector256.Equals(high, Vector256.Create((byte)'t')));
                for (ulong rest = escaped & inside & ~usual; rest != 0; rest &= rest - 1)
                {
                    isEscaped = true;
                    var escape = json[(at + BitOperations.TrailingZeroCount(rest))..];
                    if (escape[0] == 'u' ? JsonEscape.Unit(escape[1..]) < 0 : !IsEscape(escape)) return -1;
                }
            }

            if (stops == 0) continue;
            at += BitOperations.TrailingZeroCount(stops);
            isEscaped = anyEscape != 0;
            return Unsafe.Add(ref first, at) == '"' ? at : -1;
        }

        isEscaped = anyEscape != 0;
        return Tail(json, at, carry != 0, ref isEscaped);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(Vector256<byte> low, Vector256<byte> high) => low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);

    // Fewer bytes than a block.
    private static int Tail(ReadOnlySpan<byte> json, int at, bool isOpen, ref bool isEscaped)
    {
        for (; at < json.Length; at++)
        {
            byte next = json[at];
            if (isOpen)
            {
                if (!IsEscape(json[at..])) return -1;
                isOpen = false;
            }
            else if (next == '"')
            {
                return at;
            }
            else if (next < ' ')
            {
                return -1;
            }
            else if (next == '\\')
            {
                isEscaped = isOpen = true;
            }
        }

        return -1;
    }

    /// <summary>Which bytes of a block are escaped: those behind an odd number of backslashes.</summary>
    /// <param name="backslashes">A bit for each, the first byte's lowest.</param>
    /// <param name="carry">1 where the block before ended in a backslash that escapes the first byte of this one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Escaped(ulong backslashes, ref ulong carry)
    {
        backslashes &= ~carry;
        ulong behind = (backslashes << 1) | carry;
        ulong oddStarts = backslashes & ~EvenBits & ~behind;
        ulong sum = oddStarts + backslashes;
        carry = sum < backslashes ? 1UL : 0;
        return (EvenBits ^ (sum << 1)) & behind;
    }

    private static bool IsEscape(ReadOnlySpan<byte> escape)
    {
        switch (escape[0])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'n' or (byte)'t' or (byte)'r' or (byte)'b' or (byte)'f':
                return true;
            case (byte)'u':
                return JsonEscape.Unit(escape[1..]) >= 0;
            default:
                return false;
        }
    }
}
