using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gantry.Bench.Growth;

/// <summary>A gateway that this run has started and will end, with the time it took to be ready.</summary>
internal sealed class GatewayProcess : IDisposable
{
    static readonly TimeSpan s_longestStart = TimeSpan.FromMinutes(3);

    readonly Process _process;

    GatewayProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>From the start of the process to the first 200 of <c>/readyz</c>.</summary>
    public TimeSpan ToReady { get; private set; }

    /// <summary>User and system time since its start.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts <c>gantry</c> on a free port of the loopback and waits until it is ready.</summary>
    /// <param name="gantry">The executable, or an assembly for <c>dotnet</c>.</param>
    /// <param name="arguments">Without the address.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="asks">False: it counts as ready once it takes connections, and has not been asked for anything.</param>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time.</exception>
    public static async Task<GatewayProcess> StartAsync(string gantry, IEnumerable<string> arguments, CancellationToken cancellation, bool asks = true)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var isAssembly = gantry.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(isAssembly ? "dotnet" : gantry, [.. isAssembly ? [gantry] : Array.Empty<string>(), .. arguments, "--urls", address.OriginalString])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var since = Stopwatch.GetTimestamp();
        var child = new GatewayProcess(Process.Start(start)!, address);
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        try
        {
            while (!await child.IsReadyAsync(asks, cancellation))
            {
                if (child._process.HasExited || Stopwatch.GetElapsedTime(since) > s_longestStart) throw new InvalidOperationException("The gateway does not become ready. Start it by hand to see why.");
                await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellation);
            }

            child.ToReady = Stopwatch.GetElapsedTime(since);
            return child;
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }

    /// <summary>Resident memory and what of it is this process's own, in bytes (<c>smaps_rollup</c>).</summary>
    public (long Resident, long Private) Memory()
    {
        long resident = 0, own = 0;
        foreach (var line in File.ReadLines($"/proc/{_process.Id}/smaps_rollup"))
        {
            if (line.StartsWith("Rss:", StringComparison.Ordinal)) resident += Kibibytes(line);
            else if (line.StartsWith("Private_", StringComparison.Ordinal) && !line.StartsWith("Private_Hugetlb", StringComparison.Ordinal)) own += Kibibytes(line);
        }

        return (1024 * resident, 1024 * own);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    async Task<bool> IsReadyAsync(bool asks, CancellationToken cancellation)
    {
        try
        {
            using var client = await RawClient.ConnectAsync(Address, cancellation);
            if (asks) await client.AskAsync("GET /readyz HTTP/1.1\r\nhost: gateway\r\n\r\n"u8.ToArray(), cancellation);
            return true;
        }
        catch (Exception failure) when (failure is SocketException or InvalidOperationException)
        {
            return false;
        }
    }

    static long Kibibytes(string line) => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
