using System.Net;
using Gantry.Contracts.Manage.Arrivals;
using Gantry.Snapshot;

namespace Gantry.Arrivals;

/// <summary>A request that came, before it is known who may see it. It holds secrets, and is dropped as soon as every watch has looked at it.</summary>
/// <param name="Arrival">What a watch is told, but for what depends on whose it is.</param>
internal sealed record ArrivalFacts(Arrival Arrival)
{
    /// <summary>What was presented as a key.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>Those of them that lead to a key of this gateway, in force or not.</summary>
    public required IReadOnlyList<ApiKey> Keys { get; init; }

    /// <summary>Names and values of the headers where nobody looks for a key.</summary>
    public required IEnumerable<KeyValuePair<string, string>> Elsewhere { get; init; }

    public IPAddress? Address { get; init; }
}
