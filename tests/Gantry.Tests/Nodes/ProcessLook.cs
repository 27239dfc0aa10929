using System.Globalization;

namespace Gantry.Tests.Nodes;

/// <summary>What a server's process holds at a moment, as the kernel tells it.</summary>
internal sealed record ProcessLook(TimeSpan At, long Bytes, int Handles, int Threads)
{
    private const double Mebibyte = 1 << 20;

    public static ProcessLook Of(ClusterNode node)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{node.Process.Id}");
        return new ProcessLook(TimeSpan.Zero, node.Process.ResidentBytes, Directory.GetFiles(folder + "/fd").Length, Directory.GetDirectories(folder + "/task").Length);
    }

    /// <summary>What the memory is: of no file (the heaps), shared (compiled code), pages of programs.</summary>
    public static string Kinds(ClusterNode node) => string.Join(
        ", ",
        File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{node.Process.Id}/status"))
            .Where(line => line.StartsWith("Rss", StringComparison.Ordinal))
            .Select(line => string.Join(' ', line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))));

    /// <summary>How fast memory grows: the slope of the line that fits best.</summary>
    public static double MebibytesPerHour(IReadOnlyList<ProcessLook> looks)
    {
        if (looks.Count < 2) return 0;
        var (hours, mebibytes) = (looks.Average(l => l.At.TotalHours), looks.Average(l => l.Bytes / Mebibyte));
        return looks.Sum(l => (l.At.TotalHours - hours) * (l.Bytes / Mebibyte - mebibytes)) / looks.Sum(l => (l.At.TotalHours - hours) * (l.At.TotalHours - hours));
    }
}
