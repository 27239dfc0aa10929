using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gantry.Protocols.Reasoning;

/// <summary>Who can read a blob again: an upstream, or a group of its credentials, as eight bytes of a hash.</summary>
public readonly record struct IssuerId(ulong Value)
{
    public const int Size = 8;

    /// <summary>The id of a name; the same name gives the same id on every node and in every version.</summary>
    public static IssuerId Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("gantry issuer\n" + name))));
    }

    public override string ToString() => Value.ToString("x16");
}
