using System.Diagnostics;

namespace Gantry.Bench.Wire;

/// <summary>Many connections that ask one thing of one address, and tell what came of it.</summary>
internal sealed class LoadClient : IDisposable
{
    private readonly ScriptedProvider _provider;
    private readonly byte[] _term;
    private readonly List<ClientConnection> _connections = [];
    private readonly Stack<ClientConnection> _idle = new();
    private long _began;
    private int _started;
    private long _scheduled;

    /// <param name="loop">That the provider is on as well.</param>
    /// <param name="provider">Its streams are kept going while this waits.</param>
    /// <param name="port">On the loopback.</param>
    /// <param name="request">What to send, again and again.</param>
    /// <param name="term">What the end of a stream has to say.</param>
    public LoadClient(WireLoop loop, ScriptedProvider provider, int port, byte[] request, byte[] term)
    {
        (Loop, _provider, Port, Request, _term) = (loop, provider, port, request, term);
    }

    public WireLoop Loop { get; }

    public int Port { get; }

    public byte[] Request { get; }

    /// <summary>Of the run.</summary>
    public LoadShape Shape { get; private set; } = new();

    public LoadFigures Figures { get; } = new();

    /// <summary>Within the window.</summary>
    public bool IsCounting { get; private set; }

    public long CountsSince { get; private set; }

    /// <summary>Asks as the shape says and comes back when the window is over; what is under way then is left so.</summary>
    /// <param name="shape">How.</param>
    /// <param name="opening">Called when the window begins.</param>
    /// <param name="closing">Called when it ends.</param>
    public LoadFigures Run(LoadShape shape, Action? opening = null, Action? closing = null)
    {
        while (_connections.Count < shape.Connections) _connections.Add(new ClientConnection(this, _term));
        Figures.Reset();
        _idle.Clear();
        (Shape, IsCounting, _started, _scheduled) = (shape, false, 0, 0);
        _began = Stopwatch.GetTimestamp();
        long opens = _began + shape.Warm, closes = opens + shape.Window;
        while (true)
        {
            long now = Stopwatch.GetTimestamp();
            if (!IsCounting && now >= opens)
            {
                (CountsSince, IsCounting) = (now, true);
                opening?.Invoke();
            }

            if (IsCounting && (now >= closes || (shape.Answers > 0 && Figures.Answers + Figures.Failed >= shape.Answers))) break;
            Start(now);
            _provider.Pump();
            long next = Math.Min(Math.Min(IsCounting ? closes : opens, NextStart()), _provider.NextDue);
            Loop.Turn(next - Stopwatch.GetTimestamp());
        }

        closing?.Invoke();
        return Close();
    }

    /// <summary>The provider may send the next event.</summary>
    public void Step() => _provider.Step();

    /// <summary>An answer has ended, well or not.</summary>
    public void Ended(ClientConnection connection)
    {
        if (Shape.Rate > 0) _idle.Push(connection);
        else if (Shape.Answers == 0 || Figures.Answers + Figures.Failed < Shape.Answers) connection.Begin(Stopwatch.GetTimestamp());
    }

    public void Dispose()
    {
        foreach (var connection in _connections) connection.Dispose();
    }

    private LoadFigures Close()
    {
        long now = Stopwatch.GetTimestamp();
        Figures.Seconds = (now - CountsSince) / 1e9;
        IsCounting = false;
        foreach (var connection in _connections)
        {
            if (connection.IsBusy && now - connection.Heard > Shape.Patience) Figures.Fail($"Nothing came for {Shape.Patience / 1e9:f0} s.");
        }

        return Figures;
    }

    private void Start(long now)
    {
        for (; _started < Shape.Connections && StartOf(_started) <= now; _started++)
        {
            if (Shape.Rate > 0) _idle.Push(_connections[_started]);
            else _connections[_started].Begin(now);
        }

        if (Shape.Rate == 0) return;
        for (long due; (due = DueAt(_scheduled)) <= now && _idle.TryPop(out var connection); _scheduled++) connection.Begin(due);
    }

    // Where every connection waits for an answer, the end of one is what comes next.
    private long NextStart() => Math.Min(
        _started < Shape.Connections ? StartOf(_started) : long.MaxValue,
        Shape.Rate > 0 && _idle.Count > 0 ? DueAt(_scheduled) : long.MaxValue);

    private long StartOf(int connection) => _began + Shape.Ramp * connection / Shape.Connections;

    private long DueAt(long number) => _began + Shape.Ramp + number * 1_000_000_000 / Shape.Rate;
}
