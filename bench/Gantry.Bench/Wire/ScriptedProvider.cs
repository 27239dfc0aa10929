using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Gantry.Bench.Wire;

/// <summary>An upstream that speaks all protocols and does nothing but answer, from bytes that stand ready, by a <see cref="Script"/>.</summary>
internal sealed class ScriptedProvider : IWireEnd, IDisposable
{
    // What one round of streams may send each before the others and the clients have their turn.
    private const int EventsAtOnce = 32;

    private readonly WireLoop _loop;
    private readonly Socket _listener;
    private readonly WireSocket _watched;
    private readonly Queue<ProviderConnection> _due = new(8192);
    private readonly HashSet<ProviderConnection> _open = [];

    public ScriptedProvider(WireLoop loop)
    {
        _loop = loop;
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(4096);
        _listener.Blocking = false;
        _watched = loop.Attach(_listener, this, writable: false);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>For the requests that come from now on.</summary>
    public Script Script { get; set; } = Script.Whole;

    /// <summary>Streams that have begun and not ended.</summary>
    public int Running { get; set; }

    /// <summary>When the next event of a stream is due, by the stopwatch.</summary>
    public long NextDue => _due.TryPeek(out var next) ? next.Due : long.MaxValue;

    public void Ready(bool canRead, bool canWrite)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = _listener.Accept();
            }
            catch (SocketException)
            {
                // Nobody further waits.
                return;
            }

            (socket.NoDelay, socket.Blocking) = (true, false);
            _open.Add(new ProviderConnection(_loop, this, socket));
        }
    }

    /// <summary>Sends the events whose time has come.</summary>
    public void Pump()
    {
        long now = Stopwatch.GetTimestamp();
        for (int waiting = _due.Count; waiting > 0 && _due.TryPeek(out var next) && next.Due <= now; waiting--) _due.Dequeue().Go(EventsAtOnce);
    }

    /// <summary>The client has read what was sent: the next event of the stream that goes in step, of which there is one.</summary>
    public void Step()
    {
        foreach (var connection in _open)
        {
            if (!connection.WaitsForStep) continue;
            connection.Go(1);
            return;
        }
    }

    public void Queue(ProviderConnection connection) => _due.Enqueue(connection);

    public void Left(ProviderConnection connection) => _open.Remove(connection);

    public void Dispose()
    {
        foreach (var connection in _open.ToArray()) connection.Dispose();
        _watched.Dispose();
    }
}
