using System.Globalization;

namespace Gantry.Moving;

/// <summary>Names as rows here may have them, each given once.</summary>
internal sealed class NameBook(params IEnumerable<string> taken)
{
    private const int Longest = 100;

    private readonly HashSet<string> _taken = new(taken, StringComparer.OrdinalIgnoreCase);

    // How far the numbers behind a name have come: thousands of the same name must not be counted through each time.
    private readonly Dictionary<string, int> _next = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name itself where it may stand and is free, else the nearest that may and is.</summary>
    /// <param name="wish">What the source calls it.</param>
    /// <param name="otherwise">Where nothing of the wish is left.</param>
    public string Give(string wish, string otherwise)
    {
        var clean = new string([.. wish.Where(c => !char.IsControl(c)).Take(Longest)]).Trim();
        if (clean.Length == 0) clean = otherwise;
        var free = clean;
        var number = _next.GetValueOrDefault(clean, 2);
        while (!_taken.Add(free)) free = string.Create(CultureInfo.InvariantCulture, $"{clean}-{number++}");
        _next[clean] = number;
        return free;
    }
}
