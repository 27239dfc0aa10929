using System.Globalization;

namespace Gantry.Protocols.Hub;

/// <summary>Paths such as <c>messages[2]</c>: asked for with every turn, needed where something is refused or lost.</summary>
internal static class IndexedPath
{
    private const int Kept = 1024;

    private static readonly Dictionary<string, string?[]> Lists = new(StringComparer.Ordinal)
    {
        ["messages"] = new string?[Kept],
        ["input"] = new string?[Kept],
        ["contents"] = new string?[Kept],
    };

    /// <param name="list">The member.</param>
    /// <param name="index">Of the element.</param>
    public static string Of(string list, int index) => index < Kept && Lists.TryGetValue(list, out var kept) ? kept[index] ??= Make(list, index) : Make(list, index);

    private static string Make(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");
}
