using System.Security.Cryptography;

namespace Gantry.Secrets;

/// <summary>A key under which data keys are wrapped: 32 secret bytes and an id that may be known.</summary>
internal sealed class MasterKey
{
    /// <summary>Length of an id in bytes.</summary>
    public const int IdSize = 8;

    private readonly byte[] _bytes;
    private readonly byte[] _id;

    public MasterKey(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, SecretFiles.KeySize, nameof(bytes));
        _bytes = bytes.ToArray();
        _id = HMACSHA256.HashData(_bytes, "gantry master key"u8)[..IdSize];
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Made from the key by a function that cannot be turned round: two places that hold the key agree on it.</summary>
    public ReadOnlySpan<byte> Id => _id;

    /// <summary>The id as people read it; never the key.</summary>
    public override string ToString() => Convert.ToHexStringLower(_id);
}
