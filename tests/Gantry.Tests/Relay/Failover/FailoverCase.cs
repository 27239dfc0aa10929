using System.Collections.Concurrent;
using Xunit.Sdk;

namespace Gantry.Tests.Relay.Failover;

/// <summary>A client of one protocol and two upstreams, of which the first breaks.</summary>
/// <param name="Protocol">The client's.</param>
/// <param name="Way">One of <see cref="Ways.All"/>.</param>
/// <param name="Stream">Asks for events.</param>
/// <param name="Fault">What the first upstream does.</param>
/// <param name="Then">What the second does; empty for a good answer.</param>
internal sealed record FailoverCase(string Protocol, string Way, bool Stream, string Fault, string Then = "")
{
    public string Model => $"{Protocol}.{Way}.{(Stream ? "s" : "w")}.{Fault}{(Then.Length > 0 ? $".{Then}" : "")}";

    public string First => Ways.Spoken(Way, second: false, Protocol);

    public string Second => Ways.Spoken(Way, second: true, Protocol);

    /// <summary>Health is kept by the upstream's model: it says whose it is, as Bedrock's names say their vendors.</summary>
    public string FirstModel => $"{Model}.{FailoverRig.Broken(Fault)}";

    public string SecondModel => $"{Model}.{(Then.Length > 0 ? FailoverRig.Broken(Then) : FailoverRig.Good)}";

    /// <summary>Checks all at once: they have nothing in common, and most of their time is waiting. Says of each that fails how.</summary>
    public static async Task AllAsync(IEnumerable<FailoverCase> cases, Func<FailoverCase, Task> check)
    {
        var failures = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (of, _) =>
        {
            try
            {
                await check(of);
            }
            catch (Exception failure) when (failure is XunitException or HttpRequestException or IOException or InvalidOperationException or System.Text.Json.JsonException)
            {
                failures.Add($"{of.Model}: {failure.Message}");
            }
        });
        Xunit.Assert.True(failures.IsEmpty, string.Join("\n", failures.Order(StringComparer.Ordinal)));
    }
}
