using Dapper;
using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Catalog.Rules;
using Gantry.Snapshot;
using Gantry.Storage;
using Gantry.Tests.Billing.Caps;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

/// <summary>Terms of spending from the file to the store and to the snapshot.</summary>
public sealed class TermsTests : IAsyncLifetime
{
    private const string Yaml =
        """
        upstreams:
          - {name: a, provider: anthropic, api_keys: [sk-1]}
          - {name: b, provider: gemini, api_keys: [sk-2]}
          - {name: c, provider: gemini, api_keys: [sk-3], stops_on_cancel: true}
          - {name: d, provider: openai-compatible, base_url: "https://groq.example", stops_on_cancel: false}
        models:
          - {id: m, price: {free: true}}
        groups:
          - {name: plain, deployments: [{model: m, upstream: a}, {model: m, upstream: b}, {model: m, upstream: c}, {model: m, upstream: d}]}
          - {name: capped, spend_cap: {amount: 100}, hold_output_tokens: 4096, deployments: [{model: m, upstream: a}]}
        accounts:
          - email: a@b.c
            time_zone: Asia/Kolkata
            spend_cap: {amount: 50, window: month}
            keys:
              - {name: k, secret: key-of-a-key-of-a-key-of-a, groups: [plain], spend_cap: [{amount: 20, window: total}, {amount: 0.5, window: day}]}
          - email: d@e.f
            keys:
              - {name: k, secret: key-of-d-key-of-d-key-of-d, groups: [capped], spend_cap: {amount: 1, window: week}}
        settings: {time_zone: Europe/Berlin}
        """;

    private readonly TempFolder _folder = new();
    private IDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await TestStore.OpenAsync(_folder.File("gantry.db"), new FixedTime(), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Terms_come_back_from_the_store_and_a_second_time_changes_nothing()
    {
        var store = new CatalogStore(_database, Sample.Chain);
        await Sample.ApplyAsync(store, Yaml);
        var rows = await store.LoadAsync(CancellationToken.None);
        Assert.Equal(["20.00/total", "0.50/day"], rows.Keys.Single(k => k.Account == "a@b.c").SpendCaps.Select(c => c.ToString()));
        Assert.Equal(("Asia/Kolkata", "50.00/month"), (rows.Accounts[0].TimeZone, rows.Accounts[0].SpendCaps.Single().ToString()));
        Assert.Null(rows.Accounts[1].TimeZone);
        Assert.Equal([(4_096L, 1), (16_000L, 0)], rows.Groups.Select(g => (g.HoldOutputTokens, g.SpendCaps.Length)));
        Assert.Equal([null, null, true, false], rows.Upstreams.Select(u => u.StopsOnCancel));
        Assert.Empty((await Sample.ApplyAsync(store, Yaml)).Changes);

        // The order of the windows in the file is not a difference; an amount is, and so is what is gone.
        var other = Yaml.Replace("[{amount: 20, window: total}, {amount: 0.5, window: day}]", "[{amount: 0.5, window: day}, {amount: 20, window: total}]", StringComparison.Ordinal);
        Assert.Empty((await Sample.ApplyAsync(store, other)).Changes);
        var less = Yaml.Replace("amount: 20,", "amount: 30,", StringComparison.Ordinal).Replace("time_zone: Asia/Kolkata", "role: user", StringComparison.Ordinal)
            .Replace(", hold_output_tokens: 4096", "", StringComparison.Ordinal).Replace(", stops_on_cancel: true", "", StringComparison.Ordinal);
        Assert.Equal(
            [
                "~ upstream c: stops_on_cancel true -> none",
                "~ group capped: hold_output_tokens 4096 -> 16000",
                "~ account a@b.c: time_zone Asia/Kolkata -> none",
                "~ key a@b.c/k: spend_cap [20.00/total, 0.50/day] -> [30.00/total, 0.50/day]",
            ],
            (await Sample.ApplyAsync(store, less)).Changes.Select(c => c.ToString()));
    }

    [Fact]
    public void Snapshot_has_the_caps_of_key_account_and_group_in_their_zones()
    {
        var (kolkata, berlin) = (Zones.Find("Asia/Kolkata"), Zones.Find("Europe/Berlin"));
        var rows = Sample.Rows(Yaml);
        var snapshot = new SnapshotBuilder(Sample.Seal, TimeProvider.System).Build(rows).Snapshot!;
        var a = snapshot.Keys.Values.Single(k => k.Zone.Equals(kolkata));
        Assert.Equal(
            [
                new SpendCap(SpendScope.Key, a.Id.ToString(), SpendWindow.Total, Dollars(20), kolkata),
                new SpendCap(SpendScope.Key, a.Id.ToString(), SpendWindow.Day, new Money(Money.NanosPerDollar / 2), kolkata),
                new SpendCap(SpendScope.Account, a.AccountId.ToString(), SpendWindow.Month, Dollars(50), kolkata),
            ],
            a.Caps);
        var d = snapshot.Keys.Values.Single(k => k.Id != a.Id);
        Assert.Equal(berlin, d.Zone);
        Assert.Equal([new SpendCap(SpendScope.Key, d.Id.ToString(), SpendWindow.Week, Dollars(1), berlin)], d.Caps);
        Assert.Equal(berlin, snapshot.Settings.Zone);
        var capped = snapshot.Groups["capped"];
        Assert.Equal([new SpendCap(SpendScope.Group, "capped", SpendWindow.Total, Dollars(100), berlin)], capped.Caps);
        Assert.Equal(4_096, capped.HoldOutputTokens);
        Assert.Equal((16_000L, 0), (snapshot.Groups["plain"].HoldOutputTokens, snapshot.Groups["plain"].Caps.Length));
        var stops = snapshot.Groups["plain"].Offers["m"].ToDictionary(o => o.Upstream.Name, o => o.Upstream.StopsOnCancel);
        Assert.Equal((true, false, true, false), (stops["a"], stops["b"], stops["c"], stops["d"]));
    }

    [Fact]
    public void Cap_that_another_one_makes_useless_is_a_warning()
    {
        var rows = Sample.Rows(Yaml.Replace("amount: 0.5,", "amount: 21,", StringComparison.Ordinal));
        var warning = Assert.Single(CatalogRules.Check(new CatalogIndex(rows)), p => p.Member == "spend_cap");
        Assert.True(warning.IsWarning);
        Assert.Equal("spend cap 21.00/day is never reached: 20.00/total comes first", warning.Message);
    }

    [Theory]
    [InlineData("1.00/day", SpendWindow.Day, 1_000_000_000)]
    [InlineData("0.000000001/month", SpendWindow.Month, 1)]
    [InlineData("20", SpendWindow.Total, 20_000_000_000)]
    public void Cap_is_read_from_a_command_line(string text, SpendWindow window, long nanos)
    {
        Assert.Null(SpendLimit.TryParse(text, out var limit));
        Assert.Equal(new SpendLimit(window, new Money(nanos)), limit);
    }

    [Theory]
    [InlineData("", "is not a decimal number")]
    [InlineData("1/year", "unknown window 'year', one of total, day, week, month")]
    [InlineData("-1/day", "is not a decimal number")]
    [InlineData("1/", "unknown window ''")]
    public void What_is_no_cap_is_refused(string text, string reason) => Assert.Contains(reason, SpendLimit.TryParse(text, out _)!);

    [Fact]
    public async Task Caps_of_older_databases_are_carried_over()
    {
        await Sample.ApplyAsync(new CatalogStore(_database, Sample.Chain), Yaml);
        var step = Migration.All.Single(m => m.Name == "terms").Sql;
        var update = step[step.IndexOf("UPDATE api_keys", StringComparison.Ordinal)..];
        await _database.WriteAsync(
            async c =>
            {
                await c.ExecuteAsync("UPDATE api_keys SET spend_caps = '[]'");
                await c.ExecuteAsync("UPDATE api_keys SET spend_cap_nanos = 1500000000, spend_cap_window = 'week' WHERE key_hash = (SELECT MIN(key_hash) FROM api_keys)");
                return await c.ExecuteAsync(update[..(update.IndexOf(';', StringComparison.Ordinal) + 1)]);
            },
            CancellationToken.None);
        var keys = (await new CatalogStore(_database, Sample.Chain).LoadAsync(CancellationToken.None)).Keys;
        Assert.Equal([[], [new SpendLimit(SpendWindow.Week, new Money(1_500_000_000))]], keys.Select(k => k.SpendCaps).OrderBy(c => c.Length).Select(c => (IEnumerable<SpendLimit>)c));
    }

    private static Money Dollars(long amount) => new(amount * Money.NanosPerDollar);
}
