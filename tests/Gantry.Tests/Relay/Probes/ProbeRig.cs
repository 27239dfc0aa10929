using Gantry.Billing;
using Gantry.Observe;
using Gantry.Relay;
using Gantry.Relay.Probes;
using Gantry.Routing.Health;
using Gantry.Simulator;
using Gantry.Snapshot;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gantry.Tests.Relay.Probes;

/// <summary>Probes with a board and a clock of their own over a gateway's real way to a simulator; nothing happens before a test says so.</summary>
internal sealed class ProbeRig : IAsyncDisposable
{
    private readonly ActiveProbes _probes;

    private ProbeRig(TestGateway gateway)
    {
        Gateway = gateway;
        Board = new HealthBoard(Time);
        var services = gateway.Host.Services;
        _probes = new ActiveProbes(
            Board,
            services.GetRequiredService<SnapshotHolder>(),
            services.GetRequiredService<UpstreamClient>(),
            services.GetRequiredService<GatewayMeter>(),
            Time,
            NullLogger<ActiveProbes>.Instance);
        Board.Follow(gateway.Host.Snapshot);
    }

    public TestGateway Gateway { get; }

    public FakeTime Time { get; } = new();

    public HealthBoard Board { get; }

    /// <param name="upstreams">Lines of the list of upstreams, for the simulator's address.</param>
    /// <param name="deployments">Upstream and model of each deployment.</param>
    /// <param name="settings">Lines of the section of settings.</param>
    /// <param name="simulator">How it is started.</param>
    public static async Task<ProbeRig> StartAsync(
        Func<Uri, string> upstreams, IEnumerable<(string Upstream, string Model)> deployments, string settings = "{}", SimulatorOptions? simulator = null)
    {
        var offers = deployments.ToList();
        string Configuration(Uri address) => $"""
            settings: {settings}
            upstreams:
            {upstreams(address)}
            models:
            {string.Join('\n', offers.Select(offer => offer.Model).Distinct().Select(model => $"  - {{id: {model}, price: {{free: true}}}}"))}
            groups:
              - name: all
                deployments:
            {string.Join('\n', offers.Select(offer => $"      - {{model: {offer.Model}, upstream: {offer.Upstream}, upstream_model: {offer.Model}}}"))}
            accounts:
              - email: test@example.com
                role: user
                keys:
                  - name: test
                    secret: {TestGateway.Key}
                    groups: [all]
            """;
        return new ProbeRig(await TestGateway.StartAsync(new RelayLimits(), Configuration, upstream: simulator));
    }

    public static string Upstream(string name, Uri address, string more = "") =>
        $"  - {{name: {name}, provider: simulator, base_url: \"{address}\", api_keys: [{TestGateway.UpstreamKey}], allow_private_network: true{more}}}";

    public RouteTarget Target(string upstream, string model) =>
        Board.Live.All.Single(reachable => reachable.Target.Upstream == upstream && reachable.Target.UpstreamModel == model).Target;

    public void Try(RouteTarget target, AttemptOutcome outcome, int times = 1)
    {
        for (var time = 0; time < times; time++)
        {
            Board.End(Board.Begin(target), outcome);
        }
    }

    /// <summary>Lets the rest of a target pass.</summary>
    public void PassRest(RouteTarget target) =>
        Time.Advance(Board.Look(target).NextProbe!.Value - Time.GetUtcNow() + TimeSpan.FromMilliseconds(1));

    /// <summary>Looks once and waits for what was sent.</summary>
    /// <returns>How many were under way.</returns>
    public async Task<int> LookAsync(CancellationToken cancellation)
    {
        Task[] running = [.. _probes.Look(cancellation)];
        await Task.WhenAll(running);
        return running.Length;
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
