using System.Collections.Frozen;

namespace Gantry.Relay;

/// <summary>Headers of an answer that belong to the request and not to an attempt: they stay when an attempt comes to nothing and its own are taken back.</summary>
internal static class LastingHeaders
{
    private const string Cors = "access-control-";

    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        RequestIds.Header, RelayEndpoints.HealedHeader, "x-content-type-options", "referrer-policy", "strict-transport-security", "vary");

    public static bool Has(string name) => Names.Contains(name) || name.StartsWith(Cors, StringComparison.OrdinalIgnoreCase);
}
