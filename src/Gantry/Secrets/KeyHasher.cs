using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Gantry.Secrets;

/// <summary>Turns a presented key into the hash that it is looked up by. Safe for many threads at once.</summary>
internal sealed class KeyHasher
{
    private const int OnStack = 256;

    private readonly byte[] _pepper;

    /// <param name="pepper">32 secret bytes that are not in the database.</param>
    public KeyHasher(ReadOnlySpan<byte> pepper)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pepper.Length, SecretFiles.KeySize, nameof(pepper));
        _pepper = pepper.ToArray();
    }

    /// <summary>It stands in for a pepper that is missing: it recognises nothing, and nothing that lasts may be made with it.</summary>
    public bool IsStandIn { get; private init; }

    public static KeyHasher StandIn() => new(RandomNumberGenerator.GetBytes(SecretFiles.KeySize)) { IsStandIn = true };

    /// <summary>Allocates nothing for keys of usual length.</summary>
    public KeyHash Hash(ReadOnlySpan<char> key)
    {
        var needed = Encoding.UTF8.GetMaxByteCount(key.Length);
        if (needed <= OnStack)
        {
            Span<byte> bytes = stackalloc byte[OnStack];
            return HashBytes(bytes[..Encoding.UTF8.GetBytes(key, bytes)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(needed);
        try
        {
            return HashBytes(rented.AsSpan(0, Encoding.UTF8.GetBytes(key, rented)));
        }
        finally
        {
            // The array holds a secret: the next tenant must not find it.
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private KeyHash HashBytes(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[KeyHash.Size];
        HMACSHA256.HashData(_pepper, key, hash);
        return KeyHash.FromBytes(hash);
    }
}
