namespace Gantry.Bench.Wire;

/// <summary>What a provider does wrong, so that a load client can be seen to notice.</summary>
internal enum ScriptFault
{
    None,

    /// <summary>Answers with 503.</summary>
    Refuses,

    /// <summary>Closes in the middle of an answer.</summary>
    Cuts,

    /// <summary>Leaves out an event of a stream.</summary>
    Skips,

    /// <summary>Ends a stream as HTTP does, without what the protocol says at its end.</summary>
    Unended,
}
