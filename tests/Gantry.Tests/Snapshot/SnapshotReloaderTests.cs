using Gantry.Catalog;
using Gantry.Snapshot;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Gantry.Tests.Snapshot;

public sealed class SnapshotReloaderTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly SnapshotBuilder _builder = new(Sample.Seal, new FixedTime());
    private readonly Lines _log = new();
    private IDatabase _database = null!;
    private CatalogStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestStore.OpenAsync(_folder.File("gantry.db"), new FixedTime(), CancellationToken.None);
        _store = new CatalogStore(_database, Sample.Chain, new FixedTime());
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Change_is_swapped_in_once()
    {
        var (holder, reloader) = Start();
        Assert.False(await reloader.ReloadAsync(CancellationToken.None));
        await Sample.ApplyAsync(_store, Sample.Yaml);
        Assert.True(await reloader.ReloadAsync(CancellationToken.None));
        Assert.Equal(1, holder.Current.Version);
        Assert.True(holder.Current.Keys.ContainsKey(Sample.Hasher.Hash(Sample.AliceSecret)));
        Assert.False(await reloader.ReloadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Bad_change_is_logged_with_every_reason_and_the_old_snapshot_serves()
    {
        var (holder, reloader) = Start();
        await Sample.ApplyAsync(_store, Sample.Yaml);
        await reloader.ReloadAsync(CancellationToken.None);
        var good = holder.Current;
        RowChange[] bad =
        [
            new(new UpstreamRow { Name = "bad", Provider = "nobody" }, null),
            new(new ModelRow { Id = "worse", Aliases = ["claude-sonnet-4-5"] }, null),
        ];
        await _store.ApplyAsync(1, bad, CancellationToken.None);
        Assert.False(await reloader.ReloadAsync(CancellationToken.None));
        Assert.Same(good, holder.Current);
        Assert.Equal(2, _log.Errors.Count);
        Assert.Contains(_log.Errors, l => l.Contains("unknown provider 'nobody'", StringComparison.Ordinal));
        Assert.Contains(_log.Errors, l => l.Contains("alias 'claude-sonnet-4-5'", StringComparison.Ordinal));
        Assert.False(await reloader.ReloadAsync(CancellationToken.None));
        Assert.Equal(2, _log.Errors.Count);
    }

    [Fact]
    public async Task Mended_change_serves_again()
    {
        var (holder, reloader) = Start();
        var bad = new UpstreamRow { Name = "bad", Provider = "nobody" };
        await _store.ApplyAsync(0, [new RowChange(bad, null)], CancellationToken.None);
        await reloader.ReloadAsync(CancellationToken.None);
        await _store.ApplyAsync(1, [new RowChange(bad, bad, Deleted: true)], CancellationToken.None);
        Assert.True(await reloader.ReloadAsync(CancellationToken.None));
        Assert.Equal(2, holder.Current.Version);
    }

    [Fact]
    public async Task Running_service_follows_the_store()
    {
        var (holder, reloader) = Start();
        await reloader.StartAsync(CancellationToken.None);
        await Sample.ApplyAsync(_store, Sample.Yaml);
        for (var i = 0; i < 100 && holder.Current.Version == 0; i++) await Task.Delay(50);
        await reloader.StopAsync(CancellationToken.None);
        Assert.Equal(1, holder.Current.Version);
    }

    private (SnapshotHolder Holder, SnapshotReloader Reloader) Start()
    {
        var holder = new SnapshotHolder(_builder.Build(CatalogRows.Empty).Snapshot!);
        return (holder, new SnapshotReloader(_store, _builder, holder, TimeProvider.System, _log, new SnapshotWord(TimeProvider.System)));
    }

    private sealed class Lines : ILogger<SnapshotReloader>
    {
        public List<string> Errors { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Error) Errors.Add(formatter(state, exception));
        }
    }
}
