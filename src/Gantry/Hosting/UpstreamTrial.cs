using Gantry.Billing;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Upstreams;
using Gantry.Management.Upstreams;
using Gantry.Relay.Probes;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Hosting;

/// <summary>Tries an upstream with the request, and in the way, that the relay's own probes use.</summary>
internal sealed class UpstreamTrial(SnapshotHolder snapshots, ActiveProbes probes, TimeProvider time) : IUpstreamTrial
{
    public async Task<ProbeReport> TryAsync(string upstream, UpstreamProbe probe, CancellationToken cancellation)
    {
        var offers = snapshots.Current.Groups.Values.SelectMany(g => g.Offers.Values.SelectMany(o => o).Where(d => d.Upstream.Name == upstream).Select(d => (Group: g, Deployment: d))).ToArray();
        if (offers.Length == 0) throw RefusedException.Of(RefusalKind.Conflict, "nothing_to_test", "No deployment at this upstream is served: make one first, and wait a second.");
        var (group, deployment) = offers.FirstOrDefault(o => o.Deployment.UpstreamModel == probe.Model, offers[0]);
        if (probe.Model is { } model) deployment = deployment with { UpstreamModel = model };
        UpstreamCredential?[] credentials = [.. deployment.Upstream.Credentials.Where(c => probe.CredentialId is null || c.Id == probe.CredentialId)];
        if (credentials.Length == 0 && probe.CredentialId is not null) throw RefusedException.Missing("credential");
        var results = new List<ProbeResult>();
        foreach (var credential in credentials.DefaultIfEmpty(null))
        {
            var began = time.GetTimestamp();
            var outcome = await probes.TryAsync(new RouteCandidate(group, deployment, credential), cancellation);
            results.Add(new ProbeResult(credential?.Id, deployment.UpstreamModel, outcome == AttemptOutcome.Served, EnumWords.Of(outcome), (long)time.GetElapsedTime(began).TotalMilliseconds));
        }

        return new ProbeReport(results);
    }
}
