using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gantry.Secrets;

/// <summary>
/// Envelope encryption of secrets at rest (reliability S-10): AES-256-GCM under a data key of the record's own, which is wrapped by
/// the master key. Both layers bind table, id, column and format version, so a changed byte or a swapped row does not open.
/// Safe for many threads at once.
/// </summary>
/// <remarks>Layout: version (1), nonce (12), wrapped data key (32), tag (16), nonce (12), cipher text, tag (16).</remarks>
internal sealed class SecretSeal
{
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int KeySize = SecretFiles.KeySize;
    private const int WrapEnd = 1 + NonceSize + KeySize + TagSize;
    private const int Overhead = WrapEnd + NonceSize + TagSize;

    private readonly byte[] _masterKey;

    public SecretSeal(ReadOnlySpan<byte> masterKey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(masterKey.Length, KeySize, nameof(masterKey));
        _masterKey = masterKey.ToArray();
    }

    public byte[] Seal(string secret, SealContext context)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var box = Seal(plain, context);
        CryptographicOperations.ZeroMemory(plain);
        return box;
    }

    /// <summary>The same for what is no text.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, SealContext context)
    {
        var box = new byte[Overhead + plain.Length];
        box[0] = Version;
        var associated = Associated(context);
        var dataKey = RandomNumberGenerator.GetBytes(KeySize);
        Encrypt(_masterKey, dataKey, box.AsSpan(1, WrapEnd - 1), associated);
        Encrypt(dataKey, plain, box.AsSpan(WrapEnd), associated);
        CryptographicOperations.ZeroMemory(dataKey);
        return box;
    }

    /// <exception cref="CryptographicException">Changed, moved from another row, or sealed under another master key.</exception>
    public string Open(ReadOnlySpan<byte> box, SealContext context)
    {
        var plain = OpenBytes(box, context);
        var secret = Encoding.UTF8.GetString(plain);
        CryptographicOperations.ZeroMemory(plain);
        return secret;
    }

    /// <summary>The same for what is no text.</summary>
    /// <exception cref="CryptographicException">Changed, moved from another row, or sealed under another master key.</exception>
    public byte[] OpenBytes(ReadOnlySpan<byte> box, SealContext context)
    {
        if (box.Length < Overhead || box[0] != Version) throw new CryptographicException("Not a sealed secret of a known version.");
        var associated = Associated(context);
        var dataKey = Decrypt(_masterKey, box[1..WrapEnd], associated);
        var plain = Decrypt(dataKey, box[WrapEnd..], associated);
        CryptographicOperations.ZeroMemory(dataKey);
        return plain;
    }

    private static void Encrypt(byte[] key, ReadOnlySpan<byte> plain, Span<byte> target, byte[] associated)
    {
        RandomNumberGenerator.Fill(target[..NonceSize]);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(target[..NonceSize], plain, target[NonceSize..^TagSize], target[^TagSize..], associated);
    }

    private static byte[] Decrypt(byte[] key, ReadOnlySpan<byte> source, byte[] associated)
    {
        var plain = new byte[source.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(source[..NonceSize], source[NonceSize..^TagSize], source[^TagSize..], plain, associated);
        return plain;
    }

    // Length prefixes: without them ("a", "bc") and ("ab", "c") would bind the same bytes.
    private static byte[] Associated(SealContext context)
    {
        var stream = new MemoryStream();
        stream.WriteByte(Version);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in (ReadOnlySpan<string>)[context.Table, context.Id, context.Column])
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            stream.Write(length);
            stream.Write(bytes);
        }

        return stream.ToArray();
    }
}
