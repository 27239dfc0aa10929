using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Gantry.Billing;
using Gantry.Billing.Traffic;
using Gantry.Catalog;
using Gantry.Contracts.Status;
using Gantry.Management.Status;
using Gantry.Relay;
using Gantry.Snapshot;
using Gantry.Tests.Relay;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Management.Status;

/// <summary>What is told of models: rightly, to whom it may be told, and at no cost to a flood.</summary>
public sealed class ServiceStatusTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, HealthState.NoTraffic)]
    [InlineData(1, 0, HealthState.Operational)]
    [InlineData(95, 5, HealthState.Operational)]
    [InlineData(94, 6, HealthState.Degraded)]
    [InlineData(1, 1, HealthState.Degraded)]
    [InlineData(0, 2, HealthState.Degraded)]
    [InlineData(0, 3, HealthState.Down)]
    [InlineData(49, 51, HealthState.Down)]
    [InlineData(50, 50, HealthState.Degraded)]
    public void Verdict_is_by_the_share_that_was_answered(long completed, long faults, HealthState state) => Assert.Equal(state, HealthVerdict.Of(completed, faults));

    [Fact]
    public async Task Hours_are_filled_up_and_times_are_those_of_the_model()
    {
        var log = new PaperLog();
        var bucket = PaceBuckets.Of(500_000);
        log.Hours.Add(new ModelPulse(Now.AddMinutes(-30).AddHours(-2), "g", "m", 9, 1, ImmutableDictionary<int, long>.Empty.Add(bucket, 9)));
        log.Hours.Add(new ModelPulse(Now.AddMinutes(-30).AddHours(-2), "gone", "m", 9, 1, ImmutableDictionary<int, long>.Empty));
        log.Latest.Add(new ModelPulse(Now.AddHours(-1), "g", "m", 3, 0, ImmutableDictionary<int, long>.Empty.Add(bucket, 3)));
        using var board = new ServiceStatusBoard(log, Holder(), new Clock { Now = Now });
        var status = await board.GetAsync(CancellationToken.None);
        var group = Assert.Single(status.Groups);
        Assert.Equal(("g", HealthState.Operational), (group.Name, group.State));
        var model = Assert.Single(group.Models);
        Assert.Equal((HealthState.Operational, 3L, 1.0, 10L, 0.9), (model.State, model.LastHour.Requests, model.LastHour.SuccessShare, model.LastDay.Requests, model.LastDay.SuccessShare));
        Assert.InRange(model.LastHour.FirstContentMicros!.Value, PaceBuckets.Low(bucket), PaceBuckets.Low(bucket + 1));
        Assert.Equal(24, model.Hours.Count);
        Assert.Equal((Now.AddMinutes(-30).AddHours(-23), Now.AddMinutes(-30)), (model.Hours[0].At, model.Hours[^1].At));
        Assert.Equal((HealthState.Degraded, HealthState.NoTraffic), (model.Hours[21].State, model.Hours[22].State));
    }

    [Fact]
    public async Task S_33_Flood_reads_the_store_once_in_a_while()
    {
        var (log, clock) = (new PaperLog(), new Clock { Now = Now });
        using var board = new ServiceStatusBoard(log, Holder(), clock);
        var all = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => board.GetAsync(CancellationToken.None)));
        Assert.Equal(1, log.Reads);
        Assert.Single(all.Distinct(ReferenceEqualityComparer.Instance));
        clock.Now += ServiceStatusBoard.Fresh;
        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => board.GetAsync(CancellationToken.None)));
        Assert.Equal(2, log.Reads);

        // A read that fails is nobody else's failure.
        clock.Now += ServiceStatusBoard.Fresh;
        log.Fails = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => board.GetAsync(CancellationToken.None));
        log.Fails = false;
        Assert.NotSame(all[0], await board.GetAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Status_names_no_upstream_and_needs_a_key_unless_it_is_public()
    {
        foreach (var isPublic in (bool[])[false, true])
        {
            await using var gateway = await TestGateway.StartAsync(
                new RelayLimits { Attempts = 1 },
                simulator => $$"""
                settings: {active_probes: false, status_public: {{(isPublic ? "true" : "false")}} }
                upstreams:
                  - {name: secret-vendor, provider: simulator, base_url: '{{simulator}}', api_keys: [{{TestGateway.UpstreamKey}}], allow_private_network: true}
                models:
                  - {id: good, price: {free: true} }
                  - {id: bad, price: {free: true} }
                  - {id: unseen, price: {free: true} }
                groups:
                  - {name: mine, deployments: [{model: good, upstream: secret-vendor, upstream_model: sim-text}, {model: bad, upstream: secret-vendor, upstream_model: sim-text-fault-502}]}
                  - {name: others, deployments: [{model: unseen, upstream: secret-vendor, upstream_model: sim-text}]}
                accounts:
                  - {email: owner@example.com, role: owner, keys: [{name: key, secret: {{TestGateway.Key}}, groups: [mine]}]}
                """);
            for (var i = 0; i < 3; i++)
            {
                await AskAsync(gateway, "good");
                await AskAsync(gateway, "bad");
            }

            var log = gateway.Host.Services.GetRequiredService<IUsageLog>();
            while ((await log.PageAsync(new UsageLogQuery { Owner = null, Limit = 6 }, TestContext.Current.CancellationToken)).Count < 6) await Task.Delay(50, TestContext.Current.CancellationToken);
            using var stranger = await gateway.SendAsync(HttpMethod.Get, "/api/status", null, ("authorization", "Bearer nobody"));
            Assert.Equal(isPublic ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, stranger.StatusCode);
            using var holder = await gateway.SendAsync(HttpMethod.Get, "/api/status", null);
            var text = await holder.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var groups = JsonElement.Parse(text).GetProperty("groups").EnumerateArray().ToDictionary(group => group.GetProperty("name").GetString()!);
            Assert.Equal(isPublic ? ["mine", "others"] : ["mine"], groups.Keys.Order());
            var models = groups["mine"].GetProperty("models").EnumerateArray().ToDictionary(model => model.GetProperty("id").GetString()!);
            Assert.Equal(("operational", "down"), (models["good"].GetProperty("state").GetString(), models["bad"].GetProperty("state").GetString()));
            Assert.Equal(("degraded", 3), (groups["mine"].GetProperty("state").GetString(), models["good"].GetProperty("last_hour").GetProperty("requests").GetInt32()));
            Assert.Equal(24, models["bad"].GetProperty("hours").GetArrayLength());
            foreach (var hidden in (string[])["secret-vendor", "sim-text", "owner@", "127.0.0.1", TestGateway.Key]) Assert.DoesNotContain(hidden, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static async Task AskAsync(TestGateway gateway, string model)
    {
        using var body = new StringContent($$"""{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"Hello."}]}""", Encoding.UTF8, "application/json");
        using var answer = await gateway.SendAsync(HttpMethod.Post, "/v1/chat/completions", body);
        await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static SnapshotHolder Holder()
    {
        var group = Snapshots.Group("g", Snapshots.Deployment(Snapshots.Model("m", "an-alias"), Snapshots.Upstream("u")));
        return new SnapshotHolder(Snapshots.Of() with
        {
            Groups = new[] { group, group with { Name = "closed", Status = GroupStatus.Closed } }.ToFrozenDictionary(one => one.Name),
        });
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class PaperLog : ITrafficLog
    {
        private int _reads;

        public List<ModelPulse> Hours { get; } = [];

        public List<ModelPulse> Latest { get; } = [];

        public bool Fails { get; set; }

        public int Reads => _reads;

        public async Task<IReadOnlyList<ModelPulse>> PulsesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _reads);
            await Task.Yield();
            return Fails ? throw new InvalidOperationException("The disk is gone.") : Hours;
        }

        public Task<IReadOnlyList<ModelPulse>> LatestAsync(DateTimeOffset since, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<ModelPulse>>(Latest);

        public Task<IReadOnlyList<TrafficSum>> SumsAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan period, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<TrafficSum>>([]);

        public Task<IReadOnlyList<FailureSum>> FailuresAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<FailureSum>>([]);

        public Task<IReadOnlyList<PaceCount>> PacesAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan period, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PaceCount>>([]);

        public Task<IReadOnlyList<UpstreamCostSum>> CostsAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan period, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<UpstreamCostSum>>([]);
    }
}
