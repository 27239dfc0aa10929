namespace Gantry.Simulator.Framing;

/// <summary>What a frame of a stream is there for; faults aim at kinds.</summary>
internal enum FrameKind
{
    /// <summary>Opens the stream or a block, or keeps it alive: a client has seen nothing of the answer yet.</summary>
    Preamble,

    /// <summary>A piece of the answer.</summary>
    Content,

    /// <summary>Closes a block.</summary>
    Closing,

    /// <summary>Says why the answer ended (finish reason, stop reason).</summary>
    Finish,

    /// <summary>Carries only the usage.</summary>
    Usage,

    /// <summary>The very last word of the grammar: <c>[DONE]</c>, <c>message_stop</c>, <c>response.completed</c>, the closing bracket.</summary>
    Terminal,

    /// <summary>An error object inside a stream that began well.</summary>
    Error,
}
