namespace Gantry.Cli.Config.Writing;

/// <summary>What would change in a file, line by line. Only changed lines are told: the others may hold what is nobody's business.</summary>
internal static class LineDiff
{
    // Beyond this the lines of both sides are told one after the other.
    private const long MostCells = 4_000_000;

    /// <summary>Each with <c>-</c> or <c>+</c> before it, and <c>@@</c> with its number before a run of them.</summary>
    public static IEnumerable<string> Of(string before, string after)
    {
        var (left, right) = (Lines(before), Lines(after));
        var head = 0;
        while (head < left.Length && head < right.Length && left[head] == right[head]) head++;
        var tail = 0;
        while (tail < left.Length - head && tail < right.Length - head && left[^(tail + 1)] == right[^(tail + 1)]) tail++;
        return Of(left[head..^tail], right[head..^tail], head);
    }

    private static IEnumerable<string> Of(string[] left, string[] right, int skipped)
    {
        var common = (long)left.Length * right.Length <= MostCells ? Common(left, right) : null;
        var (i, j, told) = (0, 0, false);
        while (i < left.Length || j < right.Length)
        {
            if (common is not null && i < left.Length && j < right.Length && left[i] == right[j])
            {
                (i, j, told) = (i + 1, j + 1, false);
                continue;
            }

            if (!told) yield return $"@@ line {skipped + j + 1} @@";
            told = true;
            if (i < left.Length && (j == right.Length || common is null || common[i + 1, j] >= common[i, j + 1])) yield return "-" + left[i++];
            else yield return "+" + right[j++];
        }
    }

    private static int[,] Common(string[] left, string[] right)
    {
        var length = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
                length[i, j] = left[i] == right[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
        }

        return length;
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
}
