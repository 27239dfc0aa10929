using System.Collections.Immutable;
using Gantry.Protocols;

namespace Gantry.Moving;

/// <summary>An upstream of the file to be written.</summary>
internal sealed record MovedUpstream
{
    public required string Name { get; init; }

    public required string Provider { get; init; }

    /// <summary>As the file writes it: may hold <c>${NAME}</c>. Null for the provider's own.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>References such as <c>${NAME}</c>.</summary>
    public ImmutableArray<string> ApiKeys { get; init; } = [];

    public bool AllowPrivateNetwork { get; init; }

    /// <summary>A reference: it may hold a password.</summary>
    public string? Proxy { get; init; }

    public ImmutableArray<Protocol> Speaks { get; init; } = [];

    /// <summary>Values as the file writes them.</summary>
    public ImmutableArray<(string Name, string Value)> Options { get; init; } = [];
}
