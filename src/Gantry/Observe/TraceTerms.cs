using System.Collections.Frozen;

namespace Gantry.Observe;

/// <summary>How traces of others and the gateway's own meet.</summary>
internal sealed record TraceTerms
{
    /// <summary>Names what the traces of clients mean: <c>link</c>, <c>parent</c> or <c>ignore</c>.</summary>
    public const string ClientsVariable = "GANTRY_TRACE_CLIENTS";

    /// <summary>Names the upstreams that are told the gateway's trace, separated by commas; <c>*</c> for all.</summary>
    public const string UpstreamsVariable = "GANTRY_TRACE_UPSTREAMS";

    public static readonly TraceTerms Usual = new();

    public ClientTraces Clients { get; init; }

    /// <summary>The names of upstreams that are told.</summary>
    public FrozenSet<string> Upstreams { get; init; } = [];

    /// <summary>All upstreams are told.</summary>
    public bool AllUpstreams { get; init; }

    /// <exception cref="FormatException">A value is none of those that there are.</exception>
    public static TraceTerms Of(Func<string, string?> environment)
    {
        var names = (environment(UpstreamsVariable) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new TraceTerms
        {
            Clients = environment(ClientsVariable) switch
            {
                null or "" or "link" => ClientTraces.Link,
                "parent" => ClientTraces.Parent,
                "ignore" => ClientTraces.Ignore,
                var other => throw new FormatException($"{ClientsVariable} is '{other}'; it takes link, parent or ignore."),
            },
            Upstreams = names.ToFrozenSet(StringComparer.Ordinal),
            AllUpstreams = names.Contains("*", StringComparer.Ordinal),
        };
    }

    /// <summary>Whether an upstream learns the gateway's trace.</summary>
    public bool Tells(string upstream) => AllUpstreams || Upstreams.Contains(upstream);
}
