using Gantry.Protocols;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>What a provider needs to know to address one request.</summary>
/// <param name="Upstream">Where it goes.</param>
/// <param name="Protocol">The protocol that the body is written in.</param>
/// <param name="Operation">What is asked.</param>
/// <param name="UpstreamModel">The model's name at the upstream.</param>
internal sealed record UpstreamCall(Upstream Upstream, Protocol Protocol, Operation Operation, string UpstreamModel)
{
    /// <summary>The path below the API version, as the protocol's own vendor has it: <c>/chat/completions</c>, <c>/models/M:generateContent</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The version segment that a Gemini client chose (<c>v1</c>, <c>v1beta</c>); others have but one.</summary>
    public string Version { get; init; } = "v1";

    /// <summary>With its question mark, without the client's key; or empty.</summary>
    public string Query { get; init; } = "";

    /// <summary>A stream is asked for, in the body or by the path.</summary>
    public bool Streams { get; init; }
}
