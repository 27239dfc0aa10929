using System.Buffers.Text;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Metering;

/// <summary>The counts of one usage object, read by a dialect's shape. Absent and null counts are left as they were.</summary>
internal abstract class TokenCounts : IJsonMemberSink
{
    private const long Largest = 1_000_000_000;

    private readonly JsonMemberScanner _scanner;
    private readonly long[] _counts;
    private ulong _given;

    protected TokenCounts(JsonShape shape, int members)
    {
        _scanner = new JsonMemberScanner(shape, this);
        _counts = new long[members];
    }

    /// <summary>A count was negative, not whole, above 1e9, or contradicted another.</summary>
    public bool Clamped { get; protected set; }

    /// <summary>At least one known count was given.</summary>
    protected bool Any => _given != 0;

    /// <summary>The count; 0 where none was given.</summary>
    protected long this[int member] => _counts[member];

    void IJsonMemberSink.Value(int id, ReadOnlySpan<byte> json, bool truncated)
    {
        if (truncated) return;
        if (json[0] == '{')
        {
            Element(id, json);
            return;
        }

        if (json[0] == '"') json = json[1..^1];
        if (!TryMember(id, json, out long count)) return;
        _counts[id] = count;
        _given |= 1ul << id;
    }

    protected bool Has(int member) => (_given & (1ul << member)) != 0;

    /// <summary>Forgets all counts.</summary>
    protected void Clear()
    {
        Array.Clear(_counts);
        _given = 0;
    }

    /// <summary>Reads a usage object over what is known already.</summary>
    protected void Scan(ReadOnlySpan<byte> usage)
    {
        _scanner.Reset();
        _scanner.Append(usage);
    }

    /// <summary>Reads an object that the shape wants whole.</summary>
    protected virtual void Element(int id, ReadOnlySpan<byte> json)
    {
    }

    /// <summary>Reads one count; to be overridden for what is not counted in whole numbers.</summary>
    protected virtual bool TryMember(int id, ReadOnlySpan<byte> json, out long count) => TryCount(json, out count);

    /// <summary>The part, brought down to the whole where it exceeds it, which is remarked.</summary>
    protected long Within(long part, long whole)
    {
        if (part <= whole) return part;
        Clamped = true;
        return whole;
    }

    /// <summary>Reads one number; false for what is none (null, text).</summary>
    protected bool TryCount(ReadOnlySpan<byte> json, out long count)
    {
        if (!Utf8Parser.TryParse(json, out count, out int used) || used != json.Length)
        {
            if (!Utf8Parser.TryParse(json, out double number, out used) || used != json.Length || double.IsNaN(number)) return false;
            count = (long)Math.Clamp(number, -1, Largest + 1);
            Clamped |= count != number;
        }

        if (count is >= 0 and <= Largest) return true;
        Clamped = true;
        count = Math.Clamp(count, 0, Largest);
        return true;
    }
}
