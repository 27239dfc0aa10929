using Usage = Gantry.Protocols.Hub.Usage;
using Gantry.Simulator.Framing;

namespace Gantry.Simulator.Delivery;

/// <summary>Everything that is to be written for one request: a body or frames.</summary>
internal sealed record Reply
{
    public int Status { get; init; } = 200;

    public string? ContentType { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The whole body; empty when <see cref="Frames"/> is set.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>A stream, made while it is written.</summary>
    public IEnumerable<Frame>? Frames { get; init; }

    /// <summary>Answer tokens in <see cref="Body"/>.</summary>
    public long BodyTokens { get; init; }

    public Usage? Usage { get; init; }

    /// <summary>The usage stands in the body, or in the frame of finish, usage or end.</summary>
    public bool TellsUsage { get; init; }

    /// <summary>Do not declare the length of <see cref="Body"/>.</summary>
    public bool Chunked { get; init; }
}
