using System.Globalization;

namespace Gantry.Moving;

/// <summary>Names as rows here may have them, each given once.</summary>
internal sealed class NameBook(params IEnumerable<string> taken)
{
    private const int Longest = 100;

    private readonly HashSet<string> _taken = new(taken, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name itself where it may stand and is free, else the nearest that may and is.</summary>
    /// <param name="wish">What the source calls it.</param>
    /// <param name="otherwise">Where nothing of the wish is left.</param>
    public string Give(string wish, string otherwise)
    {
        var clean = new string([.. wish.Where(c => !char.IsControl(c)).Take(Longest)]).Trim();
        if (clean.Length == 0) clean = otherwise;
        var free = clean;
        for (var i = 2; !_taken.Add(free); i++) free = string.Create(CultureInfo.InvariantCulture, $"{clean}-{i}");
        return free;
    }
}
