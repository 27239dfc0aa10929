using System.Collections.Immutable;
using Gantry.Catalog;
using Gantry.Protocols;
using Gantry.Protocols.Fitting;

namespace Gantry.Snapshot;

/// <summary>One configured provider endpoint with its credentials.</summary>
public sealed record Upstream
{
    public required string Name { get; init; }

    /// <summary>The vendor kind, as in the declarative file: <c>openai</c>, <c>anthropic</c>, <c>gemini</c>, …</summary>
    public required string Provider { get; init; }

    /// <summary>Without a trailing slash. The provider's own where the file gives none.</summary>
    public required Uri BaseUrl { get; init; }

    public required ImmutableArray<UpstreamCredential> Credentials { get; init; }

    /// <summary>Its credentials cannot be opened for want of the master key: it is never called.</summary>
    public bool Locked { get; init; }

    /// <summary>The name that it is called by in the <c>Host</c> header, in TLS and in signatures; null: that of its address.</summary>
    public string? Host { get; init; }

    /// <summary>What its provider alone asks for.</summary>
    public UpstreamOptions Options { get; init; } = UpstreamOptions.None;

    /// <summary>In order of preference, for models of which nothing else is said.</summary>
    public required ImmutableArray<Protocol> Speaks { get; init; }

    /// <summary>Loopback and private addresses are refused without it.</summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>The vendor stops charging when a stream is closed; else an answer is read to its end, whoever has left (reliability §5.6).</summary>
    public bool StopsOnCancel { get; init; } = true;

    /// <summary>Proxy for this upstream alone; null follows <c>HTTPS_PROXY</c> and its kin.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Habits that its provider does not have; null for none.</summary>
    public TargetTraitsPatch? Traits { get; init; }

    /// <summary>False where the upstream refuses <c>stream_options</c>.</summary>
    public bool StreamUsage { get; init; } = true;
}
