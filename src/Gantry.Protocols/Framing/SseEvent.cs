namespace Gantry.Protocols.Framing;

/// <summary>One server-sent event. The spans live until the scanner is called again.</summary>
public readonly ref struct SseEvent
{
    /// <summary>All bytes of the event with its blank line, as they came. Empty when <see cref="IsOversize"/>.</summary>
    public ReadOnlySpan<byte> Raw { get; init; }

    /// <summary>The value of the <c>event</c> field; empty where there is none.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>The value of the <c>data</c> field; several lines are joined by LF.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>There was a <c>data</c> field, if an empty one. Comments alone have none.</summary>
    public bool HasData { get; init; }

    /// <summary>The event was larger than the scanner's bound; its content was not kept.</summary>
    public bool IsOversize { get; init; }
}
