using System.Buffers.Binary;
using System.Text;

namespace Gantry.Tests.Management;

/// <summary>Looks for many secrets at once, in files that are open elsewhere too.</summary>
internal sealed class SecretSearch
{
    // What all keys begin with tells nothing: the eight characters behind it lead to the secret.
    private const int Prefix = 4;

    private readonly Dictionary<ulong, byte[]> _secrets;

    public SecretSearch(IEnumerable<string> secrets) =>
        _secrets = secrets.Select(Encoding.ASCII.GetBytes).ToDictionary(s => BinaryPrimitives.ReadUInt64LittleEndian(s.AsSpan(Prefix)), s => s[Prefix..]);

    public bool IsIn(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i + sizeof(ulong) <= bytes.Length; i++)
        {
            if (_secrets.TryGetValue(BinaryPrimitives.ReadUInt64LittleEndian(bytes[i..]), out var secret) && bytes[i..].StartsWith(secret)) return true;
        }

        return false;
    }

    public static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
