using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Gantry.Bench.EndToEnd;

/// <summary>A server that this run has started and will end.</summary>
internal sealed class ChildProcess : IDisposable
{
    static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    readonly Process _process;
    readonly Queue<string> _lastLines = new();

    ChildProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>User and system time since its start.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory in bytes.</summary>
    public long Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts <c>gantry</c> with the given arguments on a free port of the loopback, and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended, or did not listen in time.</exception>
    public static async Task<ChildProcess> StartAsync(string gantry, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var isAssembly = gantry.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(
            isAssembly ? "dotnet" : gantry,
            [.. isAssembly ? [gantry] : Array.Empty<string>(), .. arguments, "--urls", address.OriginalString])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var child = new ChildProcess(Process.Start(start)!, address);
        child._process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        try
        {
            await child.ListenAsync(cancellation);
            return child;
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    async Task ListenAsync(CancellationToken cancellation)
    {
        for (var since = Stopwatch.GetTimestamp(); ;)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, Address.Port, cancellation);
                return;
            }
            catch (SocketException) when (!_process.HasExited && Stopwatch.GetElapsedTime(since) < LongestStart)
            {
                await Task.Delay(100, cancellation);
            }
            catch (SocketException fault)
            {
                throw new InvalidOperationException($"The child does not listen:\n{string.Join('\n', LastLines())}", fault);
            }
        }
    }

    string[] LastLines()
    {
        lock (_lastLines)
        {
            return [.. _lastLines];
        }
    }

    void Keep(string? line)
    {
        lock (_lastLines)
        {
            if (line is not null)
            {
                _lastLines.Enqueue(line);
            }

            if (_lastLines.Count > 20)
            {
                _lastLines.Dequeue();
            }
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
