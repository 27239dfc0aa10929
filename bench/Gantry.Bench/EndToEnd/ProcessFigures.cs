using System.Globalization;

namespace Gantry.Bench.EndToEnd;

/// <summary>What the kernel has counted of a process and its children.</summary>
internal static class ProcessFigures
{
    // What the kernel counts in there is hundredths of a second on every Linux, whatever its own clock does.
    private const double TickSeconds = 0.01;

    /// <summary>User and system time, in seconds.</summary>
    public static double Cpu(int process) => Tree(process).Sum(static one =>
    {
        string stat = Text($"/proc/{one}/stat");
        // The name in parentheses may hold anything.
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 12 ? (Number(fields[11]) + Number(fields[12])) * TickSeconds : 0;
    });

    /// <summary>Seconds that the processors of the machine were busy.</summary>
    public static double MachineCpu()
    {
        string[] fields = Text("/proc/stat").Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // user nice system idle iowait irq softirq
        return ((int[])[1, 2, 3, 6, 7]).Sum(at => Number(fields[at])) * TickSeconds;
    }

    /// <summary>Resident memory in bytes.</summary>
    public static long Resident(int process) => Tree(process).Sum(static one => Kibibytes(one, "VmRSS:") * 1024);

    /// <summary>The most that was resident since <see cref="ForgetPeak"/>, in bytes.</summary>
    public static long Peak(int process) => Tree(process).Sum(static one => Kibibytes(one, "VmHWM:") * 1024);

    public static void ForgetPeak(int process)
    {
        foreach (int one in Tree(process))
        {
            try
            {
                File.WriteAllText($"/proc/{one}/clear_refs", "5");
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Then the peak is that since its start.
                return;
            }
        }
    }

    private static List<int> Tree(int process) =>
        [process, .. Text($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static child => int.Parse(child, CultureInfo.InvariantCulture))];

    private static long Kibibytes(int process, string name) =>
        Text($"/proc/{process}/status").Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? (long)Number(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim()) : 0;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It has ended.
            return "";
        }
    }
}
