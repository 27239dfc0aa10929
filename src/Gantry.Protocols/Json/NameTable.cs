using System.Text;

namespace Gantry.Protocols.Json;

/// <summary>The names of members that a dialect is full of: found without a new string, and without a look at each of them.</summary>
internal sealed class NameTable
{
    private readonly (byte[] Utf8, string Text)[][] _buckets;

    /// <param name="names">ASCII.</param>
    public NameTable(IEnumerable<string> names)
    {
        var entries = names.Select(name => (Utf8: Encoding.ASCII.GetBytes(name), Text: name)).ToArray();
        _buckets = new (byte[], string)[256][];
        for (int i = 0; i < _buckets.Length; i++) _buckets[i] = [.. entries.Where(entry => Bucket(entry.Utf8) == i)];
    }

    /// <summary>The name; null for one that is not here.</summary>
    /// <param name="name">Without escapes.</param>
    public string? Find(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return null;
        foreach (var (utf8, text) in _buckets[Bucket(name)])
        {
            if (name.SequenceEqual(utf8)) return text;
        }

        return null;
    }

    private static byte Bucket(ReadOnlySpan<byte> name) => (byte)((name.Length * 31) + (name[0] * 7) + name[^1]);
}
