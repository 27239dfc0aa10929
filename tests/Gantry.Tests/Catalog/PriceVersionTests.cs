using Gantry.Catalog;
using Gantry.Snapshot;
using Gantry.Storage;
using Gantry.Tests.Billing.Pricing;
using Gantry.Tests.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gantry.Tests.Catalog;

/// <summary>Price versions follow the configuration, and snapshots follow them.</summary>
public sealed class PriceVersionTests : IAsyncLifetime
{
    private const string Head = "upstreams: [{name: u, provider: openai, api_keys: [sk-0123456789]}]\nmodels:\n  - {id: m, ";
    private const string Tail = "}\ngroups: [{name: g, multiplier: 2, deployments: [{model: m, upstream: u}]}]";

    private readonly TempFolder _folder = new();
    private readonly FixedTime _time = new();
    private IDatabase _database = null!;
    private CatalogStore _store = null!;
    private PriceStore _prices = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestStore.OpenAsync(_folder.File("gantry.db"), _time, CancellationToken.None);
        (_store, _prices) = (new CatalogStore(_database, Sample.Chain, _time), new PriceStore(_database, _time));
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Changed_price_is_a_new_version_and_an_unchanged_one_is_none()
    {
        await ApplyAsync("price: {input: 1, output: 2}");
        await ApplyAsync("price: {input: 1, output: 2}");
        await ApplyAsync("price: {input: 1, output: 2}, display_name: M");
        _time.Now += TimeSpan.FromHours(1);
        await ApplyAsync("price: {input: 3, output: 2}");
        var history = await _prices.HistoryAsync("m", CancellationToken.None);
        Assert.Equal([Prices.Usd("1"), Prices.Usd("3")], history.Select(v => v.Lines[0].Price));
        Assert.Equal(["file", "file"], history.Select(v => v.Source));
        Assert.Equal(_time.Now, history[1].ValidFrom);
        var current = Assert.Single(await _prices.CurrentAsync(CancellationToken.None));
        Assert.Equal(history[1].Id, current.Id);
        Assert.Equal(7, Guid.Parse(current.Id).Version);
        Assert.Equal(history[0].Lines, (await _prices.FindAsync(history[0].Id, CancellationToken.None))!.Lines);
        Assert.Null(await _prices.FindAsync("none", CancellationToken.None));
    }

    [Fact]
    public async Task Two_changes_in_one_moment_do_not_overlap()
    {
        await ApplyAsync("price: {input: 1, output: 2}");
        await ApplyAsync("price: {input: 2, output: 2}");
        _time.Now = _time.Now.AddMicroseconds(1);
        await ApplyAsync("price: {input: 1, output: 2}");
        var history = await _prices.HistoryAsync("m", CancellationToken.None);
        Assert.Equal(3, history.Select(v => v.ValidFrom).Distinct().Count());
    }

    [Fact]
    public async Task Second_version_of_a_moment_is_refused_by_the_database()
    {
        await ApplyAsync("price: {input: 1, output: 2}");
        var there = Assert.Single(await _prices.CurrentAsync(CancellationToken.None));
        var twin = new PriceChange(there with { Id = "another" });
        await Assert.ThrowsAsync<SqliteException>(() => _database.WriteAsync(
            async c =>
            {
                await PriceRecords.WriteAsync(c, [twin], _time.Now);
                return 0;
            },
            CancellationToken.None));
    }

    [Fact]
    public async Task Dated_price_takes_effect_by_itself()
    {
        await ApplyAsync("price: {input: 1, output: 2}, prices: [{from: 2026-12-01, input: 5, output: 6}]");
        var holder = new SnapshotHolder(new SnapshotBuilder(Sample.Seal, _time).Build(await _store.LoadAsync(CancellationToken.None)).Snapshot!);
        using var reloader = new SnapshotReloader(_store, new SnapshotBuilder(Sample.Seal, _time), holder, _time, NullLogger<SnapshotReloader>.Instance, new SnapshotWord(_time));
        Assert.Equal(Prices.Usd("1"), Input(holder));
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), holder.Current.PricesUntil);
        Assert.False(await reloader.ReloadAsync(CancellationToken.None));
        _time.Now = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.True(await reloader.ReloadAsync(CancellationToken.None));
        Assert.Equal(Prices.Usd("5"), Input(holder));
        Assert.Null(holder.Current.PricesUntil);
        Assert.False(await reloader.ReloadAsync(CancellationToken.None));
        await ApplyAsync("price: {input: 1, output: 2}, prices: [{from: 2026-12-01, input: 5, output: 6}], display_name: M");
        Assert.Equal(2, (await _prices.HistoryAsync("m", CancellationToken.None)).Length);
    }

    [Fact]
    public async Task Dated_price_that_is_taken_back_never_comes()
    {
        await ApplyAsync("price: {input: 1, output: 2}, prices: [{from: 2026-12-01, input: 5, output: 6}]");
        await ApplyAsync("price: {input: 1, output: 2}, prices: [{from: 2026-12-01, input: 4, output: 6}]");
        Assert.Equal([Prices.Usd("1"), Prices.Usd("4")], (await _prices.CurrentAsync(CancellationToken.None)).Select(v => v.Lines[0].Price));
        await ApplyAsync("price: {input: 1, output: 2}");
        Assert.Single(await _prices.CurrentAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Price_that_is_taken_away_ends()
    {
        await ApplyAsync("price: {input: 1, output: 2}");
        _time.Now += TimeSpan.FromHours(1);
        await ApplyAsync("aliases: []");
        Assert.True(Assert.Single(await _prices.CurrentAsync(CancellationToken.None)).IsEnd);
        var snapshot = new SnapshotBuilder(Sample.Seal, _time).Build(await _store.LoadAsync(CancellationToken.None)).Snapshot!;
        Assert.Null(snapshot.Groups["g"].Offers["m"][0].Price);
    }

    [Fact]
    public async Task Groups_have_prices_or_factors_of_their_own_and_deployments_their_cost()
    {
        await Sample.ApplyAsync(_store, """
            upstreams: [{name: u, provider: openai, api_keys: [sk-0123456789]}]
            models: [{id: m, price: {input: 1, output: 2}}, {id: n, price: {input: 3, output: 4}}]
            groups:
              - name: g
                multiplier: 2
                prices: [{model: m, price: {input: 7, output: 8}}, {model: n, multiplier: 0.5}]
                deployments: [{model: m, upstream: u, cost: {input: 0.5, output: 1}}, {model: n, upstream: u}]
              - {name: h, multiplier: 3, deployments: [{model: m, upstream: u}]}
            """, _time);
        var snapshot = new SnapshotBuilder(Sample.Seal, _time).Build(await _store.LoadAsync(CancellationToken.None)).Snapshot!;
        var (own, factor, list) = (snapshot.Groups["g"].Offers["m"][0], snapshot.Groups["g"].Offers["n"][0], snapshot.Groups["h"].Offers["m"][0]);
        Assert.Equal((Prices.Usd("7"), 1_000_000), (own.Price!.Version.Lines[0].Price, own.Price.MultiplierPpm));
        Assert.Equal((Prices.Usd("3"), 500_000), (factor.Price!.Version.Lines[0].Price, factor.Price.MultiplierPpm));
        Assert.Equal((Prices.Usd("1"), 3_000_000), (list.Price!.Version.Lines[0].Price, list.Price.MultiplierPpm));
        Assert.Equal(Prices.Usd("0.5"), own.CostPrice!.Lines[0].Price);
        Assert.Null(factor.CostPrice);
    }

    [Fact]
    public async Task Price_set_by_hand_stays_where_the_file_says_nothing()
    {
        await ApplyAsync("aliases: []");
        await _store.EditAsync<int>(
            rows => ([new RowChange(rows.Models[0] with { Price = Prices.Of("9", "9"), PriceFrom = PriceSource.Hand }, rows.Models[0])], 0), Sample.Note, CancellationToken.None);
        await ApplyAsync("aliases: [x]");
        Assert.Equal(("hand", Prices.Usd("9")), ((await _prices.CurrentAsync(CancellationToken.None)).Single().Source, (await _prices.CurrentAsync(CancellationToken.None)).Single().Lines[0].Price));
        await ApplyAsync("price: {input: 1, output: 2}");
        Assert.Equal("file", (await _prices.HistoryAsync("m", CancellationToken.None))[^1].Source);
    }

    [Fact]
    public async Task Prices_from_before_there_were_versions_get_one_at_the_start()
    {
        await ApplyAsync("price: {input: 1, output: 2}");
        await _database.WriteAsync(
            async c =>
            {
                await using var command = c.CreateCommand();
                command.CommandText = "DELETE FROM price_lines; DELETE FROM price_versions";
                return await command.ExecuteNonQueryAsync();
            },
            CancellationToken.None);
        await _store.WritePricesAsync(CancellationToken.None);
        await _store.WritePricesAsync(CancellationToken.None);
        Assert.Single(await _prices.HistoryAsync("m", CancellationToken.None));
    }

    private static long Input(SnapshotHolder holder) => holder.Current.Groups["g"].Offers["m"][0].Price!.Version.Lines[0].Price;

    private Task<Gantry.Catalog.Declared.ApplyReport> ApplyAsync(string model) => Sample.ApplyAsync(_store, Head + model + Tail, _time);
}
