namespace Gantry.Routing;

/// <summary>Numbers that are the same on every node and after every start, so that sessions find their places again.</summary>
internal static class StableHash
{
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    /// <summary>Of a text (FNV-1a).</summary>
    public static ulong Of(string text, ulong seed = Offset)
    {
        foreach (var letter in text) seed = (seed ^ letter) * Prime;
        return seed;
    }

    /// <summary>Two numbers as one that depends on every bit of both (the finalizer of SplitMix64).</summary>
    public static ulong Mix(ulong one, ulong other)
    {
        var mixed = one + (0x9E37_79B9_7F4A_7C15 * (other | 1)) + other;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>
    /// The rank of a place among others, lowest first: over many numbers each place comes first in proportion to its weight, and when one goes
    /// only its own share moves (rendezvous hashing with weights).
    /// </summary>
    public static double Rank(ulong mixed, int weight) => -Math.Log(((mixed >> 11) + 0.5) / (1UL << 53)) / weight;
}
