namespace Gantry.Nodes;

/// <summary>
/// This process among those on its store: the number that the ledger knows it by, who else lives, and whether it may still spend what it has set aside.
/// Allowances and usage records carry the number, so that those of a dead one can be told apart.
/// </summary>
/// <remarks>
/// Written by whoever tells the database alone; read by everybody. A run that did not say for <see cref="Fence"/> that it lives has stopped spending; only
/// after <see cref="Silence"/> is what it had set aside given to others (reliability R-25). The first is measured here by a clock that nobody can set, the second by the database's.
/// </remarks>
internal sealed class GatewayRun
{
    /// <summary>After so long without a word to the database a run grants nothing more.</summary>
    public static readonly TimeSpan Fence = TimeSpan.FromSeconds(45);

    /// <summary>After so long without a word from it a run is taken for dead.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private readonly TimeProvider? _time;
    private State _state;
    private long _renewedAt;

    /// <summary>The one server of its store: nobody else can take what it has set aside.</summary>
    /// <param name="number">Grows with every start.</param>
    public GatewayRun(long number) => _state = new State(number, NodeCensus.Alone);

    /// <summary>One of several, perhaps.</summary>
    /// <param name="number">Grows with every start.</param>
    /// <param name="facts">What it says of itself when it has to begin again.</param>
    /// <param name="time">Measures how long ago the database was last told.</param>
    public GatewayRun(long number, NodeFacts facts, TimeProvider time)
        : this(number)
    {
        (Facts, _time) = (facts, time);
        _renewedAt = time.GetTimestamp();
    }

    /// <summary>Another one after the run was taken for dead and swept.</summary>
    public long Number => Volatile.Read(ref _state).Number;

    /// <summary>What it has said of itself; null for the one server of its store.</summary>
    public NodeFacts? Facts { get; }

    /// <summary>How long a request waits for the ledger where that is over a network (reliability R-14).</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether other servers can be on the store.</summary>
    public bool IsShared => _time is not null;

    /// <summary>Servers that live, this one among them.</summary>
    public int Nodes => Volatile.Read(ref _state).Census.Living;

    /// <summary>Whether this one does what is to be done once for all of them.</summary>
    public bool HasDuties => Volatile.Read(ref _state).Census.IsEldest && !IsFenced;

    /// <summary>Too long without a word to the database: what is set aside may be somebody else's by now.</summary>
    public bool IsFenced => _time is { } time && time.GetElapsedTime(Volatile.Read(ref _renewedAt)) > Fence;

    /// <summary>The database has been told.</summary>
    /// <param name="asked">The moment before it was.</param>
    /// <param name="census">What it has said.</param>
    public void Renewed(long asked, NodeCensus census)
    {
        Volatile.Write(ref _state, new State(Number, census));
        Volatile.Write(ref _renewedAt, asked);
    }

    /// <summary>Goes on under another number.</summary>
    public void Restarted(long number, long asked)
    {
        Volatile.Write(ref _state, new State(number, Volatile.Read(ref _state).Census with { IsEldest = false }));
        Volatile.Write(ref _renewedAt, asked);
    }

    private sealed record State(long Number, NodeCensus Census);
}
