namespace Gantry.Observe;

/// <summary>What a node knows of itself, looked up when somebody asks.</summary>
internal interface INodeFigures
{
    int Exchanges { get; }

    int Streams { get; }

    bool IsAccepting { get; }

    bool IsDraining { get; }

    /// <summary>Too long without a word to the store: it grants nothing more.</summary>
    bool IsFenced { get; }

    /// <summary>It does what is to be done once for all servers of the store.</summary>
    bool HasDuties { get; }

    /// <summary>Servers of the store that live, this one among them.</summary>
    int LivingNodes { get; }

    TimeSpan Uptime { get; }

    /// <summary>Records that the store does not have yet.</summary>
    long JournalBacklog { get; }

    /// <summary>For how long the oldest of them has waited; zero where none waits.</summary>
    TimeSpan JournalLag { get; }

    bool IsJournalHealthy { get; }

    /// <summary>Requests that were dispatched and have not ended.</summary>
    long Dispatched { get; }

    /// <summary>Records that the store has refused for good, since the start.</summary>
    long DeadLetters { get; }

    /// <summary>Writes that wait for the store.</summary>
    int StoreQueue { get; }

    long SnapshotVersion { get; }

    /// <summary>For how long the configuration has served.</summary>
    TimeSpan SnapshotAge { get; }

    string Version { get; }

    string Runtime { get; }

    /// <summary>Which engine the store is on.</summary>
    string Store { get; }

    /// <summary>How many targets of every configured upstream are in each state.</summary>
    IEnumerable<UpstreamFigure> Upstreams();
}
