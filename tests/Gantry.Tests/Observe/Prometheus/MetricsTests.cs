using System.Globalization;
using System.Net;
using Dapper;
using Gantry.Hosting;
using Gantry.Observe;
using Gantry.Tests.Management;
using Gantry.Tests.Observe.Otlp;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Observe.Prometheus;

/// <summary>What Prometheus gets of a gateway, and who gets it (issue 9 §5).</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_agree_with_the_record_of_the_upstream_and_with_the_ledger()
    {
        await using var rig = await MetricsRig.StartAsync();
        string[] models = [TelemetryRig.Plain, TelemetryRig.Crossing, TelemetryRig.Failing];
        foreach (var protocol in ClientCall.Protocols)
        {
            foreach (var model in models)
            {
                Assert.Equal(HttpStatusCode.OK, await rig.AskAsync(model, stream: false, protocol));
                Assert.Equal(HttpStatusCode.OK, await rig.AskAsync(model, stream: true, protocol));
            }
        }

        Assert.Equal(HttpStatusCode.NotFound, await rig.AskAsync("nobody-has-it", stream: false));
        var read = await rig.SettledAsync(25);
        var rows = await rig.Gateway.UsageAsync(25);
        Assert.Equal(24, read.Sum("gantry_requests_total", ("gantry_outcome", "completed"), ("gantry_status_class", "2xx")));
        Assert.Equal(25, read.Sum("gantry_requests_total"));
        Assert.Equal(1, read.Sum("gantry_requests_total", ("gantry_model", "none"), ("gantry_status_class", "4xx")));
        Assert.Equal(25, read.Sum("gantry_request_duration_seconds_count"));

        // The simulator's own record of what it has claimed, the table of usage, and the metrics.
        var served = rig.Gateway.Simulator.Record.Exchanges.Where(exchange => exchange.Status == 200).Select(exchange => exchange.ClaimedUsage!.Value).ToList();
        Assert.Equal(24, served.Count);
        (string Bucket, long Claimed, long Recorded)[] buckets =
        [
            ("input", served.Sum(usage => usage.UncachedInput), rows.Sum(row => row.UncachedInput)),
            ("cache_read", served.Sum(usage => usage.CacheRead), rows.Sum(row => row.CacheRead)),
            ("cache_write_5m", served.Sum(usage => usage.CacheWrite5m), rows.Sum(row => row.CacheWrite5m)),
            ("output", served.Sum(usage => usage.Output), rows.Sum(row => row.Output)),
        ];
        foreach (var (bucket, claimed, recorded) in buckets)
        {
            Assert.Equal((decimal)recorded, read.Sum("gantry_tokens_total", ("gantry_token_bucket", bucket)));
            if (bucket is "output" or "cache_read") Assert.Equal(claimed, recorded);
        }

        // OpenAI's protocol has no words for what was written to a cache: there it is input.
        Assert.Equal(buckets[0].Claimed + buckets[2].Claimed, buckets[0].Recorded + buckets[2].Recorded);
        Assert.Equal(buckets.Sum(bucket => bucket.Recorded), read.Sum("gantry_tokens_total"));

        await using var connection = await TestStore.ConnectAsync(rig.Gateway.Database);
        var charged = await connection.ExecuteScalarAsync<long>("SELECT SUM(charged_nanos) FROM usage_records");
        Assert.True(charged > 0);
        Assert.Equal((decimal)charged, read.Sum("gantry_cost_nano_usd_total"));
        var (available, reserved) = await connection.QuerySingleAsync<(long, long)>("SELECT available_nanos, reserved_nanos FROM wallets");
        Assert.Equal(5_000_000_000 - charged, available + reserved);

        Assert.Equal((decimal)rig.Gateway.Simulator.Record.Exchanges.Count, read.Sum("gantry_attempts_total"));
        Assert.Equal((decimal)rows.Sum(row => row.Attempts), read.Sum("gantry_attempts_total"));
        Assert.Equal((decimal)rows.Sum(row => Math.Max(0, row.Attempts - 1)), read.Sum("gantry_retries_total"));
        Assert.True(read.Sum("gantry_attempts_total", ("gantry_upstream", "first"), ("gantry_outcome", "upstream_failed")) >= 1);
        Assert.Equal(1, read.Sum("gantry_refusals_total", ("gantry_reason", "model_not_found")));
        Assert.Equal(25, read.Sum("gantry_settle_lag_seconds_count"));
        Assert.True(read.Sum("gantry_wallet_refill_duration_seconds_count") >= 1);
        Assert.True(read.Sum("gantry_store_writes_total") >= 1);
    }

    [Fact]
    public async Task Node_tells_what_it_runs_and_how_its_upstreams_do()
    {
        await using var rig = await MetricsRig.StartAsync();
        Assert.NotNull(await Waiting.UntilAsync(() => rig.Gateway.Host.Services.GetRequiredService<Gantry.Routing.Health.HealthBoard>().Live.All.Any(), TimeSpan.FromSeconds(10)));
        var call = ClientCall.Ask("chat", TelemetryRig.Long, stream: true);
        using (await rig.Gateway.PostAsync(call.Path, call.Body))
        {
            var busy = await rig.ReadAsync();
            Assert.Equal((1, 1), (busy.Sum("gantry_exchanges_running"), busy.Sum("gantry_streams_running")));
            Assert.Equal(1, busy.Sum("gantry_journal_dispatched"));
        }

        for (var time = 0; time < 6; time++) await rig.AskAsync(TelemetryRig.Broken, stream: false);
        var read = await rig.SettledAsync(7);
        Assert.Equal((0, 0), (read.Sum("gantry_exchanges_running"), read.Sum("gantry_streams_running")));
        Assert.Equal(NodeFigures.BuildVersion, Assert.Single(read.Samples, sample => sample.Name == "gantry_node_info").Labels["gantry_version"]);
        Assert.Equal((1, 0, 1), (read.Sum("gantry_node_accepting"), read.Sum("gantry_node_draining"), read.Sum("gantry_journal_healthy")));
        Assert.Equal((1, 1), (read.Sum("gantry_upstream_up", ("gantry_upstream", "first")), read.Sum("gantry_upstream_up", ("gantry_upstream", "second"))));
        Assert.Equal(1, read.Sum("gantry_upstream_targets", ("gantry_upstream", "first"), ("gantry_health_state", "cooling")));
        Assert.True(read.Sum("gantry_health_changes_total", ("gantry_health_state", "cooling")) >= 1);
        Assert.Equal(rig.Gateway.Host.Snapshot.Version, read.Sum("gantry_snapshot_version"));
        Assert.True(read.Sum("gantry_snapshot_age_seconds") > 0 && read.Sum("gantry_node_uptime_seconds") > 0);
        Assert.True(read.Sum("dotnet_process_memory_working_set_bytes") > 1_000_000);
        Assert.True(read.Sum("kestrel_active_connections") >= 1);
    }

    [Fact]
    public async Task Ten_thousand_names_that_clients_make_up_grow_no_series()
    {
        await using var rig = await MetricsRig.StartAsync();
        await rig.AskAsync("made-up-0", stream: false);
        await rig.AskAsync("made-up-0", stream: false, "gemini");
        await rig.SettledAsync(2);
        var before = OfRequests(await rig.ReadAsync());
        await Parallel.ForAsync(1, 10_001, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            var name = $"made-up-{number.ToString(CultureInfo.InvariantCulture)}";
            // In the body, in the path, and as a path that nobody knows.
            var status = number % 3 == 2 ? await AskPathAsync(rig, $"/{name}/x") : await rig.AskAsync(name, stream: false, number % 3 == 0 ? "chat" : "gemini");
            Assert.Equal(HttpStatusCode.NotFound, status);
        });

        var read = await rig.ReadAsync();
        Assert.DoesNotContain(read.Samples, sample => sample.Labels.Values.Any(value => value.Contains("made-up", StringComparison.Ordinal)));
        Assert.Equal(before, OfRequests(read));
        Assert.True(read.Sum("gantry_requests_total", ("gantry_model", "none")) > 6_000);
    }

    [Fact]
    public async Task No_key_account_or_address_is_a_label()
    {
        await using var rig = await MetricsRig.StartAsync();
        await rig.AskAsync(TelemetryRig.Plain, stream: true);
        await rig.AskAsync(TelemetryRig.Plain, stream: true, key: "sk-nobodys-key-0123456789abcdef");
        var read = await rig.ReadAsync();
        var snapshot = rig.Gateway.Host.Snapshot;
        var secret = snapshot.Keys.Values.SelectMany(key => new[] { key.Id.ToString(), key.AccountId.ToString() }).Append("test@example.com").Append(TestGateway.Key).Append("sk-nobodys").ToList();
        Assert.All(read.Samples.SelectMany(sample => sample.Labels.Values), value => Assert.DoesNotContain(secret, each => value.Contains(each, StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(read.Samples.SelectMany(sample => sample.Labels.Keys), label => label.Contains("key", StringComparison.Ordinal) || label.Contains("account", StringComparison.Ordinal) || label.Contains("peer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task S_44_Own_address_serves_metrics_and_nothing_else()
    {
        await using var rig = await MetricsRig.StartAsync();
        foreach (var path in new[] { "/", "/v1/models", "/healthz", "/console", "/metrics/", "/metrics/x", "/api/manage/health" })
        {
            using var answer = await rig.Gateway.Http.GetAsync(new Uri(rig.Address, path), TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.NotFound, 0L), (answer.StatusCode, answer.Content.Headers.ContentLength));
        }

        using var posted = await rig.Gateway.Http.PostAsync(new Uri(rig.Address, "/metrics"), new StringContent("x"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
    }

    [Fact]
    public async Task S_44_Common_address_serves_metrics_to_administrators_alone()
    {
        await using var gateway = await ManageGateway.StartAsync();
        (string Who, string? With)[] strangers =
        [
            ("nobody", null), ("a made-up token", "gat-0000000000000000000000000000000000000000000000000"), ("a user's session", ManageGateway.User),
            ("a user's token", await gateway.TokenAsync(ManageGateway.User, "settings:read")), ("a token for other things", await gateway.TokenAsync(ManageGateway.Admin, "usage:read")),
        ];
        var nothing = await BodyAsync(gateway, "/nothing-is-here", null);
        foreach (var (who, with) in strangers)
        {
            var (status, body) = await BodyAsync(gateway, "/metrics", with);
            Assert.True(status == HttpStatusCode.NotFound, $"{who}: {status}");
            Assert.Equal(Words(nothing.Body), Words(body));
        }

        using (var keyed = await gateway.Gateway.SendAsync(HttpMethod.Get, "/metrics", null, ("authorization", "Bearer sk-foreign-key-0123456789"))) Assert.Equal(HttpStatusCode.NotFound, keyed.StatusCode);
        Assert.False(gateway.Service<GatewayMeter>().IsOn, "strangers make nobody count");
        foreach (var with in new[] { await gateway.TokenAsync(ManageGateway.Admin, "settings:read"), ManageGateway.Admin, ManageGateway.Owner })
        {
            var (status, body) = await BodyAsync(gateway, "/metrics", with);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(1, new PrometheusReader(body).Sum("gantry_node_info"));
        }

        // From the first reader on it counts.
        using var answer = await gateway.Gateway.PostAsync("/v1/chat/completions", """{"model":"m","messages":[]}""", ("authorization", "Bearer sk-foreign-key-0123456789"));
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, new PrometheusReader((await BodyAsync(gateway, "/metrics", ManageGateway.Admin)).Body).Sum("gantry_requests_total"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("https://127.0.0.1:9464")]
    [InlineData("http://127.0.0.1:9464/metrics")]
    [InlineData("http://unix:/run/metrics")]
    public async Task Address_that_is_none_is_refused_at_the_start(string url) => await Assert.ThrowsAsync<Gantry.Catalog.Declared.ConfigurationException>(
        () => TestGateway.StartAsync(new(), simulator => TestGateway.Configuration(simulator, ["m"]), options => options with { Environment = name => name == MetricsListener.Variable ? url : null }));

    // What is counted of the store comes when it comes.
    private static int OfRequests(PrometheusReader read) => read.Samples.Count(sample => sample.Name.StartsWith("gantry_re", StringComparison.Ordinal) || sample.Labels.ContainsKey("gantry_model"));

    private static async Task<HttpStatusCode> AskPathAsync(MetricsRig rig, string path)
    {
        using var answer = await rig.Gateway.Http.GetAsync(path, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task<(HttpStatusCode Status, string Body)> BodyAsync(ManageGateway gateway, string path, string? who)
    {
        using var answer = await gateway.SendAsync("GET", path, who);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    // Ids differ.
    private static string Words(string body) => System.Text.RegularExpressions.Regex.Replace(body, "req_[0-9a-f]+", "");
}
