using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gantry.Protocols.Json;

/// <summary>Finds the end of a string token, checking it on the way.</summary>
/// <remarks>
/// Bodies of agents are code in JSON strings, with an escape every dozen bytes: a search for the next special byte starts anew at each of them and
/// spends its time on starting. Here 32 bytes become three masks, and which of them are escaped falls out of one addition: a run of backslashes
/// carries like a run of ones does.
/// </remarks>
internal static class StringScan
{
    private const uint EvenBits = 0x5555_5555;

    /// <summary>The place of the quote that ends the string; -1 where there is none, or something that may not stand in a string before it.</summary>
    /// <param name="json">The whole text.</param>
    /// <param name="at">Behind the opening quote.</param>
    /// <param name="isEscaped">There is an escape.</param>
    public static int End(ReadOnlySpan<byte> json, int at, out bool isEscaped)
    {
        ref byte first = ref MemoryMarshal.GetReference(json);
        isEscaped = false;
        uint carry = 0;   // 1 where the block before ended in a backslash that escapes the first byte of this one
        for (; at <= json.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var block = Vector256.LoadUnsafe(ref first, (nuint)at);
            uint quotes = Vector256.Equals(block, Vector256.Create((byte)'"')).ExtractMostSignificantBits();
            uint controls = Vector256.LessThan(block, Vector256.Create((byte)' ')).ExtractMostSignificantBits();
            uint backslashes = Vector256.Equals(block, Vector256.Create((byte)'\\')).ExtractMostSignificantBits();
            uint stops = quotes | controls;
            if ((backslashes | carry) != 0)
            {
                uint escaped = Escaped(backslashes, ref carry);
                stops &= ~escaped;
                stops |= controls;
                uint inside = stops == 0 ? uint.MaxValue : (1U << BitOperations.TrailingZeroCount(stops)) - 1;
                isEscaped |= (escaped | backslashes) != 0 && ((backslashes | escaped) & inside) != 0;
                uint plain = quotes | backslashes | Vector256.Equals(block, Vector256.Create((byte)'n')).ExtractMostSignificantBits();
                for (uint rest = escaped & inside & ~plain; rest != 0; rest &= rest - 1)
                {
                    if (!IsEscape(json[(at + BitOperations.TrailingZeroCount(rest))..])) return -1;
                }
            }

            if (stops == 0) continue;
            at += BitOperations.TrailingZeroCount(stops);
            return Unsafe.Add(ref first, at) == '"' ? at : -1;
        }

        return Tail(json, at, carry != 0, ref isEscaped);
    }

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

    // Which bytes are escaped: those behind an odd number of backslashes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Escaped(uint backslashes, ref uint carry)
    {
        backslashes &= ~carry;
        uint behind = (backslashes << 1) | carry;
        uint oddStarts = backslashes & ~EvenBits & ~behind;
        ulong sum = (ulong)oddStarts + backslashes;
        carry = (uint)(sum >> 32);
        return (EvenBits ^ ((uint)sum << 1)) & behind;
    }

    private static bool IsEscape(ReadOnlySpan<byte> escape)
    {
        switch (escape[0])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'n' or (byte)'t' or (byte)'r' or (byte)'b' or (byte)'f':
                return true;
            case (byte)'u' when escape.Length >= 5:
                return char.IsAsciiHexDigit((char)escape[1]) && char.IsAsciiHexDigit((char)escape[2])
                    && char.IsAsciiHexDigit((char)escape[3]) && char.IsAsciiHexDigit((char)escape[4]);
            default:
                return false;
        }
    }
}
