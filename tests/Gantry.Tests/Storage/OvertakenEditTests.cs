using System.Data.Common;
using Gantry.Catalog;
using Gantry.Storage;
using Xunit;

namespace Gantry.Tests.Storage;

/// <summary>An edit is worked out beside the writer. What comes in between must not be lost.</summary>
public sealed class OvertakenEditTests : IAsyncLifetime
{
    private readonly FixedTime _time = new();
    private IDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestStore.FreshAsync(_time);
        await Sample.ApplyAsync(new CatalogStore(_database, Sample.Chain, _time), "models: [{id: m, display_name: a, price: {free: true}}]", _time);
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task It_is_worked_out_again_from_what_is_there_then(int times)
    {
        var seen = new List<string?>();
        await using var overtaking = new OvertakingDatabase(_database, () => AddAsync(new CatalogStore(_database, Sample.Chain, _time), "b", []), times);
        await AddAsync(new CatalogStore(overtaking, Sample.Chain, _time), "c", seen);
        var name = (await new CatalogStore(_database, Sample.Chain, _time).LoadAsync(CancellationToken.None)).Models.Single().DisplayName!;
        // It comes to its turn, whoever else is at work, and everybody's change is there.
        Assert.Equal(overtaking.Overtaken, name.Count(letter => letter == 'b'));
        Assert.EndsWith("c", name, StringComparison.Ordinal);
        Assert.Equal(1, name.Count(letter => letter == 'c'));
        Assert.Equal(name, seen[^1] + "c");
    }

    [Fact]
    public async Task Editors_of_one_server_take_turns_and_none_is_worked_out_twice()
    {
        var seen = new List<string?>();
        using var store = new CatalogStore(_database, Sample.Chain, _time);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => AddAsync(store, "d", seen))));
        Assert.Equal(Enumerable.Range(0, 50).Select(before => "a" + new string('d', before)), seen);
    }

    [Fact]
    public async Task Editor_that_fails_or_gives_up_keeps_nobody_waiting()
    {
        using var store = new CatalogStore(_database, Sample.Chain, _time);
        await Assert.ThrowsAsync<FormatException>(() => store.EditAsync<int>(_ => throw new FormatException(), Sample.Note, CancellationToken.None));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.EditAsync<int>(_ => ([], 0), Sample.Note, new CancellationToken(canceled: true)));
        await AddAsync(store, "e", []).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static Task<int> AddAsync(CatalogStore store, string letter, List<string?> seen) => store.EditAsync<int>(
        rows =>
        {
            seen.Add(rows.Models[0].DisplayName);
            return ([new RowChange(rows.Models[0] with { DisplayName = rows.Models[0].DisplayName + letter }, rows.Models[0])], 0);
        },
        Sample.Note,
        CancellationToken.None);

    /// <summary>Lets somebody else in after each read.</summary>
    private sealed class OvertakingDatabase(IDatabase inner, Func<Task> overtake, int times) : IDatabase
    {
        public int Overtaken { get; private set; }

        public Task<bool> HasTableAsync(string name, CancellationToken cancellation) => inner.HasTableAsync(name, cancellation);

        public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellation)
        {
            var result = await inner.ReadAsync(read, cancellation);
            if (Overtaken == times) return result;
            Overtaken++;
            await overtake();
            return result;
        }

        public Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> write, CancellationToken cancellation) => inner.WriteAsync(write, cancellation);

        public ValueTask DisposeAsync() => default;
    }
}
