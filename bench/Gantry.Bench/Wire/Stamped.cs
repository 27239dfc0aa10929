using System.Diagnostics;
using System.Text;

namespace Gantry.Bench.Wire;

/// <summary>Bytes of an answer with a place for the moment they are sent, and perhaps one for a number that counts up.</summary>
internal sealed class Stamped
{
    /// <summary>Stands for the digits of the stamp.</summary>
    public const string Stamp = "@0000000000000000000@";

    /// <summary>Stands for the number.</summary>
    public const string Number = "100000";

    private readonly byte[] _bytes;
    private readonly int _stampAt;
    private readonly int _numberAt;

    public Stamped(string text)
    {
        _bytes = Encoding.UTF8.GetBytes(text);
        _stampAt = _bytes.AsSpan().IndexOf("@0"u8) + 1;
        _numberAt = text.IndexOf("\"sequence_number\":" + Number, StringComparison.Ordinal) is var at and >= 0 ? at + "\"sequence_number\":".Length : -1;
    }

    public int Length => _bytes.Length;

    /// <summary>Puts it at the beginning of <paramref name="to"/>, with the time that it is now.</summary>
    public int Write(Span<byte> to, int number)
    {
        _bytes.CopyTo(to);
        Digits(to.Slice(_stampAt, StampScanner.Digits), Stopwatch.GetTimestamp());
        if (_numberAt >= 0) Digits(to.Slice(_numberAt, Number.Length), 100_000 + number);
        return _bytes.Length;
    }

    private static void Digits(Span<byte> to, long value)
    {
        for (int at = to.Length - 1; at >= 0; at--, value /= 10) to[at] = (byte)('0' + value % 10);
    }
}
