namespace Gantry.Protocols.Hub;

/// <summary>The grammar of a stream: <c>Started ( Opened ( Grew | Cited )* Sealed? Closed Cited* )* Usage* ( Stopped | Failed )</c>.</summary>
/// <remarks>
/// Blocks have numbers from 0 without a gap and may be open side by side; what is open at the end is closed before <see cref="Usage"/>.
/// Sources may come behind the end of their text, as long as nothing is counted: Gemini tells them last. <see cref="Failed"/> may come at any time and is the last. Stricter than any dialect: see <see cref="StreamGrammar"/>.
/// </remarks>
public enum StreamEventKind
{
    /// <summary>The answer has begun: <see cref="StreamEvent.Id"/>, <see cref="StreamEvent.Name"/> (the model).</summary>
    Started,

    /// <summary>A block begins: <see cref="StreamEvent.Block"/>, <see cref="StreamEvent.BlockKind"/>; tools: id and name.</summary>
    Opened,

    /// <summary>More of a block: <see cref="StreamEvent.Text"/>. A foreign block comes in one piece.</summary>
    Grew,

    /// <summary>A reasoning block or tool call gets its seal: <see cref="StreamEvent.Text"/>, <see cref="StreamEvent.Seal"/>.</summary>
    Sealed,

    /// <summary>Sources of a text block: <see cref="StreamEvent.Text"/>, <see cref="StreamEvent.From"/>. Elements of an array come to those told
    /// before, any other value takes their place.</summary>
    Cited,

    /// <summary>A block ends.</summary>
    Closed,

    /// <summary>All counts so far; the last one stands.</summary>
    Usage,

    /// <summary>The answer is complete: <see cref="StreamEvent.StopReason"/>; in <see cref="StreamEvent.Text"/> the stop sequence, in
    /// <see cref="StreamEvent.Detail"/> the explanation where they are told.</summary>
    Stopped,

    /// <summary>The answer broke off: <see cref="StreamEvent.Error"/>.</summary>
    Failed,
}
