using System.Globalization;
using System.Text;
using Gantry.Protocols;
using Gantry.Simulator.Strictness;

namespace Gantry.Simulator.Answers;

/// <summary>Ids that look like the vendors' and are the same in every run with the same seed and request number.</summary>
internal sealed class Ids(long seed, long sequence, Protocol vendor = Protocol.Chat)
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private ulong _state = unchecked(((ulong)seed * 0x9E3779B97F4A7C15ul) ^ ((ulong)sequence * 0xD1B54A32D192ED03ul));

    /// <summary>Ids of calls hold signs that few clients take, as those of Vertex's endpoint in OpenAI's shape may.</summary>
    public bool HasOddSigns { get; init; }

    /// <summary><paramref name="prefix"/> and <paramref name="length"/> letters and digits.</summary>
    public string Next(string prefix, int length)
    {
        var builder = new StringBuilder(HasOddSigns && prefix == "call_" ? "call/vertex.1:" : prefix, prefix.Length + length);
        for (var index = 0; index < length; index++) builder.Append(Alphabet[(int)(Mix() % (ulong)Alphabet.Length)]);
        return builder.ToString();
    }

    public string Hex(string prefix, int length)
    {
        var builder = new StringBuilder(prefix, prefix.Length + length);
        while (builder.Length < prefix.Length + length) builder.Append(Mix().ToString("x16", CultureInfo.InvariantCulture));
        builder.Length = prefix.Length + length;
        return builder.ToString();
    }

    /// <summary>An opaque seal: valid base64 of <paramref name="bytes"/> bytes.</summary>
    public string Seal(int bytes)
    {
        var content = new byte[bytes];
        for (var index = 0; index < bytes; index++) content[index] = (byte)Mix();
        Seals.Sign(content, vendor);
        return Convert.ToBase64String(content);
    }

    // SplitMix64: small, seedable, well spread.
    private ulong Mix()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15ul;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9ul;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBul;
            return mixed ^ (mixed >> 31);
        }
    }
}
