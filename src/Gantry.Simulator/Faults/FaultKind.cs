namespace Gantry.Simulator.Faults;

/// <summary>What an upstream can do wrong.</summary>
internal enum FaultKind
{
    None,

    /// <summary>Connection reset after the request was read, before any header.</summary>
    Reset,

    /// <summary>The body stops at a percentage of its bytes and the connection is reset.</summary>
    Cut,

    /// <summary>The stream falls silent after some events; the connection stays open.</summary>
    Stall,

    /// <summary>The connection is reset after some events.</summary>
    ResetAfter,

    /// <summary>The stream ends after some events, well-formed for HTTP.</summary>
    CloseAfter,

    /// <summary>Another status than 200, with the vendor's own error body.</summary>
    Status,

    /// <summary>200 without a body.</summary>
    Empty,

    /// <summary>200 with an HTML page.</summary>
    Html,

    /// <summary>The whole JSON answer where a stream was asked for.</summary>
    JsonForStream,

    /// <summary>The last event lacks its blank line.</summary>
    NoLastBlank,

    /// <summary>No event has its blank line.</summary>
    NoBlanks,

    /// <summary>A byte order mark before the first event.</summary>
    Bom,

    /// <summary>Lines end with CR LF.</summary>
    Crlf,

    /// <summary>Lines end with CR alone.</summary>
    Cr,

    /// <summary>Writes are split inside UTF-8 characters.</summary>
    SplitUtf8,

    /// <summary><c>data:</c> and <c>event:</c> without the space behind.</summary>
    NoSpace,

    /// <summary>One text event of many mebibytes.</summary>
    Huge,

    /// <summary>An error object in a 200 answer before any content.</summary>
    ErrorBefore,

    /// <summary>An error object in a 200 stream after content.</summary>
    ErrorAfter,

    /// <summary>The stream ends without its terminal event.</summary>
    NoTerminal,

    /// <summary>No usage anywhere.</summary>
    NoUsage,

    /// <summary>Neither terminal event nor usage.</summary>
    NoEnd,
}
