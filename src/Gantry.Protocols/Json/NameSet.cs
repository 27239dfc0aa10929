using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Gantry.Protocols.Json;

/// <summary>The member names of one object, to find a name that comes twice, without a string for each.</summary>
/// <remarks>
/// Names are told apart by a 64-bit keyed hash: with 10,000 names the chance of a false alarm is below 1e-11, and nobody outside
/// the process can aim for one. The search is a vectorised scan of the hashes: 10,000 names take a few milliseconds.
/// </remarks>
internal ref struct NameSet(Span<ulong> initial)
{
    private static readonly ulong Seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));

    private Span<ulong> _hashes = initial;
    private int _count;

    /// <summary>False when the name was there before.</summary>
    public bool Add(ReadOnlySpan<byte> name)
    {
        ulong hash = Hash(name);
        if (_hashes[.._count].Contains(hash)) return false;
        if (_count == _hashes.Length)
        {
            var larger = new ulong[_count * 4];
            _hashes.CopyTo(larger);
            _hashes = larger;
        }

        _hashes[_count++] = hash;
        return true;
    }

    private static ulong Hash(ReadOnlySpan<byte> name)
    {
        ulong hash = Seed ^ (ulong)name.Length;
        while (name.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(name));
            name = name[8..];
        }

        ulong tail = 0;
        foreach (byte b in name) tail = (tail << 8) | b;
        return Mix(hash ^ tail);
    }

    private static ulong Mix(ulong value)
    {
        ulong high = Math.BigMul(value ^ 0xA0761D6478BD642Ful, BitOperations.RotateLeft(Seed, 32) | 1, out ulong low);
        return high ^ low ^ value;
    }
}
