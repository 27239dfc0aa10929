namespace Gantry.Relay.Replays;

/// <summary>How far an answer under a key has come.</summary>
internal enum ReplayEnd
{
    /// <summary>More may come.</summary>
    None,

    /// <summary>It is whole.</summary>
    Complete,

    /// <summary>It is none, or not whole, and its bytes say so themselves.</summary>
    Failed,

    /// <summary>It breaks off without a word.</summary>
    Cut,

    /// <summary>It is too large to be kept for anybody but its own client.</summary>
    TooLarge,
}
