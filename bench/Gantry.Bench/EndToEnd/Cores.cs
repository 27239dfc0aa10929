using System.Diagnostics;
using System.Globalization;

namespace Gantry.Bench.EndToEnd;

/// <summary>The proxy has one core for itself, everything else of the run another: what a proxy reaches is what one core of it does.</summary>
internal sealed class Cores
{
    private const string Program = "/usr/bin/taskset";
    private const int OfLoad = 0;
    private const int OfProxy = 1;

    private Cores(bool pins, string told) => (Pins, Told) = (pins, told);

    public bool Pins { get; }

    /// <summary>For the report.</summary>
    public string Told { get; }

    /// <summary>Moves this process to its core, where that can be done and is wanted.</summary>
    public static async Task<Cores> TakeAsync(bool wanted, CancellationToken cancellation)
    {
        if (!wanted) return new(false, "Nothing is bound to a core.");
        if (!File.Exists(Program)) return new(false, "Nothing is bound to a core: there is no taskset.");
        if (Environment.ProcessorCount < 2) return new(false, "Nothing is bound to a core: there is one only.");
        using var taskset = Process.Start(new ProcessStartInfo(
            Program, ["-acp", OfLoad.ToString(CultureInfo.InvariantCulture), Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        await taskset.StandardOutput.ReadToEndAsync(cancellation);
        await taskset.WaitForExitAsync(cancellation);
        return taskset.ExitCode == 0
            ? new(true, $"The proxy has core {OfProxy} for itself, load and provider share core {OfLoad}.")
            : new(false, "Nothing is bound to a core: taskset was refused.");
    }

    /// <summary>A command of a proxy, on the proxy's core.</summary>
    public IReadOnlyList<string> Proxy(params string[] command) => Pins ? [Program, "-c", OfProxy.ToString(CultureInfo.InvariantCulture), .. command] : command;
}
