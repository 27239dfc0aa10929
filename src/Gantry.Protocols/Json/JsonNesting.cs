using System.Runtime.CompilerServices;

namespace Gantry.Protocols.Json;

/// <summary>A bit for each of up to 512 open containers.</summary>
[InlineArray(8)]
internal struct JsonNesting
{
    private ulong _first;

    /// <summary>The bit of a container.</summary>
    /// <param name="nesting">Holds the bits.</param>
    /// <param name="depth">1 for the outermost.</param>
    public static bool Get(in JsonNesting nesting, int depth) => (nesting[(depth - 1) >> 6] & (1UL << ((depth - 1) & 63))) != 0;

    public static void Set(ref JsonNesting nesting, int depth, bool value)
    {
        ulong bit = 1UL << ((depth - 1) & 63);
        if (value) nesting[(depth - 1) >> 6] |= bit;
        else nesting[(depth - 1) >> 6] &= ~bit;
    }
}
