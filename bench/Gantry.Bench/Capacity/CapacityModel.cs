namespace Gantry.Bench.Capacity;

/// <summary>What is simulated: times as they were measured, and a load. Times in ms.</summary>
sealed record CapacityModel
{
    /// <summary>Servers on one database.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>New requests a second, over all servers.</summary>
    public double Rate { get; init; } = 1000;

    public int Wallets { get; init; } = 1000;

    /// <summary>What of the requests is of the first wallet; the rest is spread over the others.</summary>
    public double HotShare { get; init; }

    /// <summary>All requests of a wallet meet one server, as a balancer sends them that looks at the key; else they are dealt out.</summary>
    public bool Sticky { get; init; } = true;

    /// <summary>What each wallet has, in nano-USD.</summary>
    public long Balance { get; init; } = 1_000_000_000_000;

    /// <summary>What a request sets aside, in nano-USD; it costs a quarter to the whole of it.</summary>
    public long Hold { get; init; } = 20_000_000;

    /// <summary>How long a request runs, on average.</summary>
    public double Duration { get; init; } = 4000;

    /// <summary>A commit, whatever is in it: the way there and back, the lock, the disk.</summary>
    public double Commit { get; init; } = 2;

    /// <summary>A settlement with its record, in a batch.</summary>
    public double Row { get; init; } = 0.25;

    /// <summary>Setting aside, or giving back, in a group of writes.</summary>
    public double Reserve { get; init; } = 1.5;

    /// <summary>A word from one server to the others.</summary>
    public double Word { get; init; } = 2;

    /// <summary>Writes at the same time. One: writers come one after the other (decision 0040).</summary>
    public int Writers { get; init; } = 1;

    public double Seconds { get; init; } = 30;

    public int Seed { get; init; } = 1;
}
