namespace Gantry.Bench.EndToEnd;

/// <summary>What a stage is about.</summary>
internal enum StageKind
{
    /// <summary>Requests with whole answers.</summary>
    Whole,

    /// <summary>Streams.</summary>
    Stream,

    /// <summary>What open streams take of memory.</summary>
    Memory,
}
