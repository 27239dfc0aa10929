using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Gantry.Bench.EndToEnd;

/// <summary>A server that this run has started and will end.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly string _log;

    private ChildProcess(Process process, int port, string log)
    {
        (_process, Port, _log) = (process, port, log);
        // A run that is told to stop in the middle of a stage takes its servers with it.
        AppDomain.CurrentDomain.ProcessExit += End;
    }

    public int Port { get; }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a server and waits until it listens on the port.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="port">That it was told to listen on.</param>
    /// <param name="folder">Takes what it says, and is where it runs.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidOperationException">It ended, or did not listen in time.</exception>
    public static async Task<ChildProcess> StartAsync(IReadOnlyList<string> command, int port, string folder, CancellationToken cancellation)
    {
        string log = Path.Combine(folder, "log");
        // A log in a file costs nobody a thread. The shell goes away, what it starts takes its id.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=\"$1\"; shift; exec \"$@\" >\"$log\" 2>&1", "sh", log, .. command])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        var child = new ChildProcess(Process.Start(start)!, port, log);
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

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public string LastWords() => File.Exists(_log) ? string.Join('\n', File.ReadLines(_log).TakeLast(20)) : "";

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        End(this, EventArgs.Empty);
        _process.Dispose();
    }

    private void End(object? sender, EventArgs e)
    {
        if (_process.HasExited) return;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit(LongestEnd);
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        for (long since = Stopwatch.GetTimestamp(); ;)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, Port, cancellation);
                return;
            }
            catch (SocketException) when (!_process.HasExited && Stopwatch.GetElapsedTime(since) < LongestStart)
            {
                await Task.Delay(20, cancellation);
            }
            catch (SocketException fault)
            {
                throw new InvalidOperationException($"The child does not listen:\n{LastWords()}", fault);
            }
        }
    }
}
