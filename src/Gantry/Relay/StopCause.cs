namespace Gantry.Relay;

/// <summary>Why an exchange was stopped before its upstream was done.</summary>
internal enum StopCause
{
    None,

    /// <summary>The client closed its connection.</summary>
    ClientLeft,

    /// <summary>The client stays connected and takes no bytes.</summary>
    ClientStalled,

    /// <summary>The upstream sent no headers in time.</summary>
    NoFirstByte,

    /// <summary>The upstream fell silent in the middle of its answer.</summary>
    Idle,

    /// <summary>The answer took longer than any may.</summary>
    TooLong,

    /// <summary>The process is shutting down and its grace is over.</summary>
    Draining,

    /// <summary>Balance or cap ended in the middle of the answer.</summary>
    OutOfFunds,

    /// <summary>The answer has come to the client's own bound on its cost.</summary>
    CostLimit,
}
