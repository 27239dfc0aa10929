using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gantry.Secrets;

namespace Gantry.Tests.Secrets;

/// <summary>Boxes of the first version, which name no master key.</summary>
internal static class OldBox
{
    public static byte[] Seal(byte[] masterKey, string secret, SealContext context)
    {
        var associated = new List<byte> { 1 };
        foreach (var part in new[] { context.Table, context.Id, context.Column })
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, Encoding.UTF8.GetByteCount(part));
            associated.AddRange(length);
            associated.AddRange(Encoding.UTF8.GetBytes(part));
        }

        var dataKey = RandomNumberGenerator.GetBytes(32);
        return [1, .. Encrypt(masterKey, dataKey, [.. associated]), .. Encrypt(dataKey, Encoding.UTF8.GetBytes(secret), [.. associated])];
    }

    private static byte[] Encrypt(byte[] key, byte[] plain, byte[] associated)
    {
        var nonce = RandomNumberGenerator.GetBytes(12);
        var (cipher, tag) = (new byte[plain.Length], new byte[16]);
        using var aes = new AesGcm(key, 16);
        aes.Encrypt(nonce, plain, cipher, tag, associated);
        return [.. nonce, .. cipher, .. tag];
    }
}
