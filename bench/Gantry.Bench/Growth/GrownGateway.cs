using System.Diagnostics;
using System.Globalization;

namespace Gantry.Bench.Growth;

/// <summary>The other end of a <see cref="GrowHost"/>.</summary>
internal sealed class GrownGateway : IDisposable
{
    readonly Process _process;

    GrownGateway(Process process, Uri address, double startMillis)
    {
        _process = process;
        (Address, StartMillis) = (address, startMillis);
    }

    public Uri Address { get; }

    /// <summary>From opening the data folder to listening.</summary>
    public double StartMillis { get; }

    /// <param name="folder">The data folder.</param>
    /// <param name="file">A declarative file to apply; null for none.</param>
    /// <exception cref="InvalidOperationException">It did not start.</exception>
    public static async Task<GrownGateway> StartAsync(string folder, string? file)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["grow-host", folder, file ?? "-"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        // Code is at its best soon: else the first size would pay for what the others find done.
        (start.Environment["DOTNET_TieredPGO"], start.Environment["DOTNET_TC_CallCountThreshold"], start.Environment["DOTNET_TC_CallCountingDelayMs"]) = ("0", "5", "0");
        var process = Process.Start(start)!;
        if (await process.StandardOutput.ReadLineAsync() is not { } line)
        {
            process.Dispose();
            throw new InvalidOperationException("The gateway has not started: its words stand above.");
        }

        var words = line.Split(' ');
        return new GrownGateway(process, new Uri(words[0]), double.Parse(words[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Bytes that it has allocated since its start, and microseconds of processor that it has used.</summary>
    public async Task<(double Allocated, double CpuMicros)> StateAsync() => await AskAsync("state") is [var allocated, var cpu] ? (allocated, cpu) : default;

    /// <summary>Bytes that live after a collection.</summary>
    public async Task<double> HeapAsync() => (await AskAsync("heap"))[0];

    /// <summary>How long an edit of one row takes, how long after it the new configuration serves, and the processor time of both; in milliseconds.</summary>
    public async Task<(double Edit, double Reload, double Cpu)> EditAsync() => await AskAsync("edit") is [var edit, var reload, var cpu] ? (edit, reload, cpu) : default;

    public void Dispose()
    {
        // The end of its input ends it, and leaves the store whole.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(60))) _process.Kill();
        _process.Dispose();
    }

    async Task<double[]> AskAsync(string word)
    {
        await _process.StandardInput.WriteLineAsync(word);
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The gateway has ended.");
        return [.. line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }
}
