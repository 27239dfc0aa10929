using System.Collections.Immutable;
using Gantry.Protocols;
using Gantry.Secrets;

namespace Gantry.Catalog;

/// <summary>A configured provider endpoint.</summary>
internal sealed record UpstreamRow : CatalogRow
{
    public required string Name { get; init; }

    /// <summary>One of <see cref="ProviderKind.All"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>Null: the provider's own address.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>In order of preference; empty: what the provider is known to speak.</summary>
    public ImmutableArray<Protocol> Speaks { get; init; } = [];

    public bool AllowPrivateNetwork { get; init; }

    public string? Proxy { get; init; }

    /// <summary>User and password of the proxy, sealed; empty for none.</summary>
    public ImmutableArray<byte> ProxySealed { get; init; } = [];

    /// <summary>False where the upstream refuses <c>stream_options</c>.</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>The vendor stops charging when a stream is closed; null: as its provider is known to do.</summary>
    public bool? StopsOnCancel { get; init; }

    /// <summary>What its provider's habits are not: the JSON of <c>TargetTraitsPatch</c>; null for nothing.</summary>
    public string? Traits { get; init; }

    /// <summary>The name that it is called by in the <c>Host</c> header, in TLS and in signatures; null: that of its address.</summary>
    public string? Host { get; init; }

    /// <summary>What its provider alone asks for: the JSON of <see cref="UpstreamOptions"/>; null for nothing.</summary>
    public string? Options { get; init; }

    /// <summary>Kept, and not asked.</summary>
    public bool Disabled { get; init; }

    public override RowKey Key => new(RowKind.Upstream, Name);

    /// <summary>The same, with user and password of the proxy out of its address and sealed.</summary>
    public UpstreamRow WithSealedProxy(SecretSeal seal) => Proxy is not null && ProxyLogin.Split(Proxy) is var (address, login)
        ? this with { Proxy = address, ProxySealed = [.. seal.Seal(login, ProxyLogin.CellOf(Name))] }
        : this;

    /// <summary>User and password of the proxy.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">Changed or moved, or sealed under another master key.</exception>
    public string OpenProxyLogin(SecretSeal seal) => seal.Open(ProxySealed.AsSpan(), ProxyLogin.CellOf(Name));

    public UpstreamOptions ReadOptions() => Options is null ? UpstreamOptions.None : UpstreamOptions.Parse(Options);

    /// <summary>What is spoken for a deployment where it is not what the upstream speaks in general; empty where it is.</summary>
    public ImmutableArray<Protocol> SpokenFor(DeploymentRow deployment)
    {
        if (!deployment.Speaks.IsEmpty) return deployment.Speaks;
        return Speaks.IsEmpty && ProviderKind.Find(Provider)?.SpeaksFor is { } rule ? rule(deployment.UpstreamModel) : [];
    }

    public override IEnumerable<RowFact> Facts() =>
    [
        new("provider", Provider),
        new("base_url", BaseUrl ?? ""),
        new("speaks", List(Speaks.Select(EnumWords.Of))),
        new("allow_private_network", YesNo(AllowPrivateNetwork)),
        new("proxy", Proxy ?? "", Hidden: Proxy is not null && ProxyLogin.Split(Proxy) is not null),
        // Sealing one secret twice gives different bytes: whoever writes what is there already keeps it.
        .. ProxySealed.IsEmpty ? [] : (RowFact[])[new("proxy login", Convert.ToBase64String(ProxySealed.AsSpan()), Hidden: true)],
        new("stream_usage", YesNo(StreamUsage)),
        .. StopsOnCancel is { } stops ? (RowFact[])[new("stops_on_cancel", YesNo(stops))] : [],
        .. Host is null ? [] : (RowFact[])[new("host", Host)],
        .. Options is null ? [] : (RowFact[])[new("options", Options)],
        .. Disabled ? (RowFact[])[new("disabled", YesNo(Disabled))] : [],
        .. Traits is null ? [] : (RowFact[])[new("traits", Traits)],
    ];
}
