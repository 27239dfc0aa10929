using System.Collections.Concurrent;
using Gantry.Protocols;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>Remembers for a while which upstreams have no endpoint that counts, so that clients which count often do not wait for a 404 each time.</summary>
internal sealed class CountlessUpstreams(TimeProvider time)
{
    private const int Most = 1_000;

    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Upstream, Protocol Spoken, string Model), DateTimeOffset> _until = new();

    public void Note(Deployment deployment, Protocol spoken)
    {
        if (_until.Count >= Most)
        {
            _until.Clear();
        }

        _until[Key(deployment, spoken)] = time.GetUtcNow() + Memory;
    }

    public bool Knows(Deployment deployment, Protocol spoken) => _until.TryGetValue(Key(deployment, spoken), out var until) && time.GetUtcNow() < until;

    private static (string, Protocol, string) Key(Deployment deployment, Protocol spoken) => (deployment.Upstream.Name, spoken, deployment.UpstreamModel);
}
