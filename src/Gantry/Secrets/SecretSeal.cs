using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gantry.Secrets;

/// <summary>
/// Envelope encryption of secrets at rest (reliability S-10): AES-256-GCM under a data key of the record's own, which is wrapped by
/// the master key. Both layers bind table, id, column and format version, so a changed byte or a swapped row does not open. The box names
/// the master key, so that another one can take its place while a server runs. Safe for many threads at once.
/// </summary>
/// <remarks>
/// Layout: version (1), id of the master key (8, not in version 1), nonce (12), wrapped data key (32), tag (16), nonce (12), cipher text, tag (16).
/// </remarks>
internal sealed class SecretSeal
{
    private const byte Unnamed = 1;
    private const byte Version = 2;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int KeySize = SecretFiles.KeySize;
    private const int WrapSize = NonceSize + KeySize + TagSize;
    private const int HeadSize = 1 + MasterKey.IdSize;

    private readonly Func<MasterKeys?> _keys;

    /// <param name="keys">The keys of the moment; null where there is none: nothing is sealed then and nothing opens.</param>
    public SecretSeal(Func<MasterKeys?> keys) => _keys = keys;

    public SecretSeal(ReadOnlySpan<byte> masterKey)
    {
        var keys = new MasterKeys(new MasterKey(masterKey));
        _keys = () => keys;
    }

    /// <summary>There is no master key.</summary>
    public bool IsLocked => _keys() is null;

    /// <summary>
    /// How the base64 of every box begins that the current master key has wrapped: nine bytes are twelve characters, so that a query can tell those
    /// boxes from all others.
    /// </summary>
    /// <exception cref="SecretFileException">There is no master key.</exception>
    public string Mark => Convert.ToBase64String([Version, .. Keys().Current.Id]);

    /// <exception cref="SecretFileException">There is no master key.</exception>
    public byte[] Seal(string secret, SealContext context)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var box = Seal(plain, context);
        CryptographicOperations.ZeroMemory(plain);
        return box;
    }

    /// <summary>The same for what is no text.</summary>
    /// <exception cref="SecretFileException">There is no master key.</exception>
    public byte[] Seal(ReadOnlySpan<byte> plain, SealContext context)
    {
        var master = Keys().Current;
        var box = new byte[HeadSize + WrapSize + NonceSize + plain.Length + TagSize];
        box[0] = Version;
        master.Id.CopyTo(box.AsSpan(1));
        var associated = Associated(Version, context);
        Span<byte> dataKey = stackalloc byte[KeySize];
        RandomNumberGenerator.Fill(dataKey);
        Encrypt(master.Bytes, dataKey, box.AsSpan(HeadSize, WrapSize), associated);
        Encrypt(dataKey, plain, box.AsSpan(HeadSize + WrapSize), associated);
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
        var dataKey = Unwrap(box, context, out var head);
        var plain = Decrypt(dataKey, box[(head + WrapSize)..], Associated(box[0], context));
        CryptographicOperations.ZeroMemory(dataKey);
        return plain;
    }

    /// <summary>Whether the current master key has wrapped this box, by what it says of itself.</summary>
    /// <exception cref="SecretFileException">There is no master key.</exception>
    public bool IsCurrent(ReadOnlySpan<byte> box) => box.Length >= HeadSize && box[0] == Version && box[1..HeadSize].SequenceEqual(Keys().Current.Id);

    /// <summary>The box with its data key wrapped by the current master key; what it holds stays as it is, and is not looked at.</summary>
    /// <exception cref="CryptographicException">Changed, moved from another row, or sealed under a master key that is not there.</exception>
    /// <exception cref="SecretFileException">There is no master key.</exception>
    public byte[] Rewrap(ReadOnlySpan<byte> box, SealContext context)
    {
        if (box is [Unnamed, ..]) return Again(box, context);
        var master = Keys().Current;
        var dataKey = Unwrap(box, context, out _);
        var moved = box.ToArray();
        master.Id.CopyTo(moved.AsSpan(1));
        Encrypt(master.Bytes, dataKey, moved.AsSpan(HeadSize, WrapSize), Associated(Version, context));
        CryptographicOperations.ZeroMemory(dataKey);
        return moved;
    }

    // What the first version holds is bound to that version.
    private byte[] Again(ReadOnlySpan<byte> box, SealContext context)
    {
        var plain = OpenBytes(box, context);
        var again = Seal(plain, context);
        CryptographicOperations.ZeroMemory(plain);
        return again;
    }

    private MasterKeys Keys() => _keys() ?? throw new SecretFileException("There is no master key: nothing can be sealed.");

    private byte[] Unwrap(ReadOnlySpan<byte> box, SealContext context, out int head)
    {
        head = box is [Version, ..] ? HeadSize : 1;
        if (box.Length < head + WrapSize + NonceSize + TagSize || box[0] is not (Unnamed or Version))
            throw new CryptographicException("Not a sealed secret of a known version.");
        var keys = _keys() ?? throw new CryptographicException("There is no master key.");
        var wrapped = box.Slice(head, WrapSize);
        var associated = Associated(box[0], context);
        if (box[0] == Version)
        {
            var master = keys.Find(box[1..HeadSize]) ?? throw new CryptographicException("Sealed under a master key that is not here.");
            return Decrypt(master.Bytes, wrapped, associated);
        }

        // The first version does not say which key it was.
        if (keys.Previous is { } previous)
        {
            try
            {
                return Decrypt(previous.Bytes, wrapped, associated);
            }
            catch (AuthenticationTagMismatchException)
            {
                return Decrypt(keys.Current.Bytes, wrapped, associated);
            }
        }

        return Decrypt(keys.Current.Bytes, wrapped, associated);
    }

    private static void Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, Span<byte> target, byte[] associated)
    {
        RandomNumberGenerator.Fill(target[..NonceSize]);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(target[..NonceSize], plain, target[NonceSize..^TagSize], target[^TagSize..], associated);
    }

    private static byte[] Decrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> source, byte[] associated)
    {
        var plain = new byte[source.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(source[..NonceSize], source[NonceSize..^TagSize], source[^TagSize..], plain, associated);
        return plain;
    }

    // Length prefixes: without them ("a", "bc") and ("ab", "c") would bind the same bytes.
    private static byte[] Associated(byte version, SealContext context)
    {
        var stream = new MemoryStream();
        stream.WriteByte(version);
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
