namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>What can be said of an upstream, in the words of the declarative file.</summary>
public record UpstreamTerms
{
    /// <summary>The vendor's kind, such as <c>openai</c>.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Null: the provider's own address.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Protocols in order of preference; empty: those of the provider.</summary>
    public IReadOnlyList<string> Speaks { get; init; } = [];

    /// <summary>Loopback and private addresses are refused without it.</summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>For this upstream alone. A password in it is never shown again.</summary>
    public string? Proxy { get; init; }

    /// <summary>What it is called in the <c>Host</c> header, in TLS and in signatures; null: the host of its address.</summary>
    public string? Host { get; init; }

    /// <summary>What its provider alone asks for, such as a region.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>False where it refuses <c>stream_options</c>.</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>It stops charging when a stream is closed; null: as the provider is known to do.</summary>
    public bool? StopsOnCancel { get; init; }

    /// <summary>Kept, and not asked: nothing is served by it.</summary>
    public bool Disabled { get; init; }

    /// <summary>Habits that its provider does not have by itself.</summary>
    public IReadOnlyDictionary<string, bool>? Traits { get; init; }
}
