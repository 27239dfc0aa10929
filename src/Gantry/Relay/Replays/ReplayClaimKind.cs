namespace Gantry.Relay.Replays;

/// <summary>How a request stands to the others under its key.</summary>
internal enum ReplayClaimKind
{
    /// <summary>There is none: it runs.</summary>
    First,

    /// <summary>The first one's answer is in memory, whole or growing.</summary>
    Joins,

    /// <summary>The first one's answer is in a file.</summary>
    Repeats,

    /// <summary>The first one was another request.</summary>
    OtherRequest,

    /// <summary>The first one was answered and charged; its answer is not there any more.</summary>
    NotKept,
}
