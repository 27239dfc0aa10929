using System.Net;
using Gantry.Catalog;
using Gantry.Catalog.Rules;
using Gantry.Snapshot;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

/// <summary>Rate limits from the file to the store and to the snapshot.</summary>
public sealed class RateLimitTermsTests
{
    private const string Yaml =
        """
        upstreams:
          - {name: a, provider: anthropic, api_keys: [sk-1]}
        models:
          - {id: m, aliases: [n], price: {free: true}}
        groups:
          - {name: g, rate_limits: {requests_per_minute: 600}, model_rate_limits: {n: {concurrent: 7}}, deployments: [{model: m, upstream: a}]}
        accounts:
          - email: a@b.c
            rate_limits: {tokens_per_minute: 1000000}
            keys:
              - {name: own, secret: key-own-key-own-key-own, groups: [g], rate_limits: {requests_per_minute: 60, tokens_per_minute: 100000, concurrent: 5}}
              - {name: none, secret: key-none-key-none-key-none, groups: [g], rate_limits: {}}
              - {name: default, secret: key-default-key-default, groups: [g]}
        settings:
          default_rate_limits: {requests_per_minute: 20, concurrent: 2}
          address_limits: {requests_per_minute: 300, connections: 50, exempt: [10.0.0.0/8, "fd00::/8"]}
          rate_limit_queue: {seconds: 2, waiting: 10}
        """;

    [Fact]
    public async Task Limits_come_back_from_the_store_and_a_second_time_changes_nothing()
    {
        using var folder = new TempFolder();
        await using var database = await TestStore.OpenAsync(folder.File("gantry.db"), new FixedTime(), CancellationToken.None);
        var store = new CatalogStore(database, Sample.Chain);
        await Sample.ApplyAsync(store, Yaml);
        var rows = await store.LoadAsync(CancellationToken.None);
        Assert.Equal(
            [null, new RateTerms(), new RateTerms { RequestsPerMinute = 60, TokensPerMinute = 100_000, Concurrent = 5 }], rows.Keys.Select(k => k.RateLimits));
        Assert.Equal(new RateTerms { TokensPerMinute = 1_000_000 }, rows.Accounts[0].RateLimits);
        Assert.Equal((new RateTerms { RequestsPerMinute = 600 }, new ModelRateTerms("n", new RateTerms { Concurrent = 7 })), (rows.Groups[0].RateLimits!, rows.Groups[0].ModelRateLimits.Single()));
        Assert.Empty((await Sample.ApplyAsync(store, Yaml)).Changes);

        var other = Yaml.Replace("concurrent: 5}", "concurrent: 6}", StringComparison.Ordinal).Replace("rate_limits: {tokens_per_minute: 1000000}", "role: user", StringComparison.Ordinal)
            .Replace("seconds: 2, ", "", StringComparison.Ordinal).Replace(", rate_limits: {}", "", StringComparison.Ordinal).Replace("{concurrent: 7}", "{concurrent: 8}", StringComparison.Ordinal);
        Assert.Equal(
            [
                "- setting rate_limit_queue.seconds",
                "~ account a@b.c: rate_limits {tokens_per_minute: 1000000} -> none",
                "~ group g: model_rate_limits [n: {concurrent: 7}] -> [n: {concurrent: 8}]",
                "~ key a@b.c/none: rate_limits {} -> none",
                "~ key a@b.c/own: rate_limits {requests_per_minute: 60, tokens_per_minute: 100000, concurrent: 5} -> {requests_per_minute: 60, tokens_per_minute: 100000, concurrent: 6}",
            ],
            (await Sample.ApplyAsync(store, other)).Changes.Select(c => c.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Snapshot_knows_whose_limit_is_what()
    {
        var snapshot = new SnapshotBuilder(Sample.Seal, new FixedTime()).Build(Sample.Rows(Yaml)).Snapshot!;
        var keys = snapshot.Keys.Values.ToDictionary(k => k.Name);
        Assert.Equal(new RateLimit(new RateScope(RateOwner.Key, keys["own"].Id.ToString()), 60, 100_000, 5), keys["own"].RateLimit);
        Assert.Null(keys["none"].RateLimit);
        Assert.Equal(new RateLimit(new RateScope(RateOwner.Key, keys["default"].Id.ToString()), 20, null, 2), keys["default"].RateLimit);
        Assert.All(keys.Values, key => Assert.Equal(1_000_000, key.AccountRateLimit!.TokensPerMinute));
        var group = snapshot.Groups["g"];
        Assert.Equal(new RateLimit(new RateScope(RateOwner.Group, "g"), 600), group.RateLimit);
        Assert.Equal(new RateLimit(new RateScope(RateOwner.Model, "g", "m"), null, null, 7), group.ModelRateLimits["m"]);
        var settings = snapshot.Settings;
        Assert.Equal((300L, 50L, new QueueTerms(TimeSpan.FromSeconds(2), 10)), (settings.Addresses.RequestsPerMinute!.Value, settings.Addresses.Connections, settings.Queue));
        Assert.True(settings.Addresses.IsExempt(IPAddress.Parse("::ffff:10.1.2.3")) && settings.Addresses.IsExempt(IPAddress.Parse("fd00::1")));
        Assert.False(settings.Addresses.IsExempt(IPAddress.Loopback));
    }

    [Fact]
    public void Nothing_said_is_no_limit_but_of_connections_from_elsewhere()
    {
        var settings = new SnapshotBuilder(Sample.Seal, new FixedTime()).Build(Sample.Rows(Yaml[..Yaml.IndexOf("settings:", StringComparison.Ordinal)])).Snapshot!.Settings;
        Assert.Null(settings.Addresses.RequestsPerMinute);
        Assert.Equal((200L, QueueTerms.Usual), (settings.Addresses.Connections, settings.Queue));
        Assert.True(settings.Addresses.IsExempt(IPAddress.IPv6Loopback) && settings.Addresses.IsExempt(IPAddress.Parse("::ffff:127.0.0.5")));
        Assert.False(settings.Addresses.IsExempt(IPAddress.Parse("192.0.2.1")));
    }

    [Theory]
    [InlineData("requests_per_minute: 60,", "requests_per_minute: 0,", "from 1 to 1000000000, not '0'")]
    [InlineData("tokens_per_minute: 100000,", "tokens_per_minute: 1.5,", "tokens_per_minute must be a whole number")]
    [InlineData("concurrent: 5", "concurrent: 20001", "from 1 to 20000")]
    [InlineData("rate_limits: {}", "rate_limits: {rpm: 5}", "unknown key 'rpm' in rate_limits")]
    [InlineData("rate_limits: {}", "rate_limits: 5", "rate_limits must be a mapping")]
    [InlineData("exempt: [10.0.0.0/8", "exempt: [10.0.0.0/99", "exempt: '10.0.0.0/99' is no network")]
    [InlineData("seconds: 2", "seconds: 600", "rate_limit_queue.seconds must be a whole number from 0 to 55")]
    [InlineData("{n: {concurrent: 7}}", "{mm: {concurrent: 7}}", "model_rate_limits: there is no model 'mm'")]
    [InlineData("{n: {concurrent: 7}}", "{n: {concurrent: 7}, m: {concurrent: 7}}", "model_rate_limits names model 'm' twice")]
    public void Mistakes_are_named(string right, string wrong, string message)
    {
        Assert.Contains(right, Yaml, StringComparison.Ordinal);
        var declared = Sample.Declare(Yaml.Replace(right, wrong, StringComparison.Ordinal));
        var rows = Sample.Planner(new FixedTime()).Plan(CatalogRows.Empty, declared, ManagedBy.File).Next;
        IEnumerable<string> problems = [.. declared.Problems.Select(p => p.Message), .. CatalogRules.Check(new CatalogIndex(rows)).Where(p => !p.IsWarning).Select(p => p.Message)];
        Assert.Contains(message, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_any_other_origin_are_checked_as_well()
    {
        var rows = Sample.Rows(Yaml);
        var bad = rows with { Keys = [rows.Keys[0] with { RateLimits = new RateTerms { Concurrent = -1 } }], Accounts = [rows.Accounts[0] with { RateLimits = new RateTerms { TokensPerMinute = long.MaxValue } }] };
        var problems = CatalogRules.Check(new CatalogIndex(bad)).Where(p => p.Member == "rate_limits").Select(p => p.Message);
        Assert.Equal(["rate_limits: concurrent is -1: it must be from 1 to 20000", $"rate_limits: tokens_per_minute is {long.MaxValue}: it must be from 1 to 1000000000000"], problems);
    }
}
