using System.Collections.Frozen;
using System.Collections.Immutable;
using Gantry.Billing;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Upstreams;
using Gantry.Management.Upstreams;
using Gantry.Protocols;
using Gantry.Protocols.Models;
using Gantry.Relay.Probes;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Hosting;

/// <summary>Tries an upstream with the request, and in the way, that the relay's own probes use.</summary>
internal sealed class UpstreamTrial(SnapshotBuilder snapshots, ActiveProbes probes, ModelLister lister, TimeProvider time) : IUpstreamTrial
{
    // Nobody is charged: no group's terms count.
    private static readonly Group NoGroup = new() { Name = "", Offers = FrozenDictionary<string, ImmutableArray<Deployment>>.Empty };

    public async Task<ProbeReport> TryAsync(CatalogRows rows, string upstream, UpstreamProbe probe, CancellationToken cancellation)
    {
        var target = Target(rows, upstream);
        var offered = rows.Deployments.Where(d => d.Upstream == upstream).ToArray();
        var model = (probe.Model is { Length: > 0 } named ? named : offered.FirstOrDefault()?.UpstreamModel)
            ?? throw RefusedException.Of(RefusalKind.Conflict, "nothing_to_test", "No deployment names a model of this upstream: say which one to ask for.");
        var deployment = Deployment(target, model, rows, offered.FirstOrDefault(d => d.UpstreamModel == model));
        var results = new List<ProbeResult>();
        foreach (var credential in Credentials(target, probe.CredentialId, rows))
        {
            foreach (var protocol in Protocols(deployment, probe))
            {
                var began = time.GetTimestamp();
                var found = await probes.TryAsync(new RouteCandidate(NoGroup, deployment, credential), protocol, cancellation);
                results.Add(new ProbeResult(
                    credential?.Id, model, EnumWords.Of(protocol), found.Outcome == AttemptOutcome.Served, EnumWords.Of(found.Outcome), (long)time.GetElapsedTime(began).TotalMilliseconds, found.Status, found.Detail));
            }
        }

        return new ProbeReport(results);
    }

    public async Task<UpstreamModels> ModelsAsync(CatalogRows rows, string upstream, Guid? credential, Func<string, string?, UpstreamModel> tell, CancellationToken cancellation)
    {
        var target = Target(rows, upstream);
        var candidate = new RouteCandidate(NoGroup, Deployment(target, "", rows, null), Credentials(target, credential, rows)[0]);
        var began = time.GetTimestamp();
        var (found, models) = await lister.AskAsync(candidate, UpstreamModels.Most, cancellation);
        return new UpstreamModels
        {
            Works = found.Outcome == AttemptOutcome.Served,
            Outcome = EnumWords.Of(found.Outcome),
            Milliseconds = (long)time.GetElapsedTime(began).TotalMilliseconds,
            Status = found.Status,
            Detail = found.Detail,
            Models = [.. models.OrderBy(m => m.Name, StringComparer.OrdinalIgnoreCase).Select(m => tell(m.Name, m.DisplayName))],
        };
    }

    private Upstream Target(CatalogRows rows, string name) => snapshots.UpstreamOf(rows, name)
        ?? throw RefusedException.Of(RefusalKind.Conflict, "nothing_to_test", "This upstream has no address, or its secrets cannot be opened.");

    // What is disabled is tried where somebody asks for it: to see whether it can be enabled again.
    private static UpstreamCredential?[] Credentials(Upstream upstream, Guid? id, CatalogRows rows)
    {
        var disabled = rows.Credentials.Where(c => c.Disabled).Select(c => c.Id).ToHashSet();
        UpstreamCredential?[] credentials = [.. upstream.Credentials.Where(c => id is null ? !disabled.Contains(c.Id) : c.Id == id)];
        if (credentials.Length == 0 && id is not null) throw RefusedException.Missing("credential");
        return [.. credentials.DefaultIfEmpty(null)];
    }

    private static IEnumerable<Protocol> Protocols(Deployment deployment, UpstreamProbe probe)
    {
        if (probe.EveryProtocol) return deployment.Spoken;
        if (probe.Protocol is not { Length: > 0 } word) return deployment.Spoken.Take(1);
        return EnumWords.TryParse<Protocol>(word, out var protocol) ? [protocol] : throw RefusedException.Field("protocol", $"is none of {string.Join(", ", EnumWords.All<Protocol>())}");
    }

    // With the rules that its requests would have: what the row says, else what is known of the name.
    private static Deployment Deployment(Upstream upstream, string model, CatalogRows rows, DeploymentRow? row)
    {
        var known = rows.Models.FirstOrDefault(m => m.Id == row?.Model);
        var rules = ModelRulesCatalogue.BuiltIn.For(model, known?.Rules is { } said ? ModelRulesReader.Parse(said) : null);
        var asked = row ?? new DeploymentRow { Group = "", Model = model, Upstream = upstream.Name, UpstreamModel = model };
        return new Deployment
        {
            Model = new Model { Id = model, DisplayName = model },
            Upstream = upstream,
            UpstreamModel = model,
            OwnProtocols = rows.Upstreams.First(u => u.Name == upstream.Name).SpokenFor(asked),
            Rules = row?.Rules is { } own ? ModelRulesReader.Parse(own).Over(rules) : rules,
        };
    }
}
