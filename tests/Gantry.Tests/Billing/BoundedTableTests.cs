using Gantry.Billing;
using Xunit;

namespace Gantry.Tests.Billing;

public sealed class BoundedTableTests
{
    [Fact]
    public void Name_has_the_same_value_each_time_and_one_that_nobody_added_has_none()
    {
        var table = new BoundedTable<string, object>(2);
        Assert.False(table.TryFind("a", out _));
        Assert.True(table.TryFindOrAdd("a", out var added));
        Assert.True(table.TryFindOrAdd("a", out var again));
        Assert.True(table.TryFind("a", out var found));
        Assert.Same(added, again);
        Assert.Same(added, found);
    }

    [Fact]
    public void Full_table_knows_what_it_has_and_takes_nothing_new()
    {
        var table = new BoundedTable<int, object>(3);
        Assert.Equal([true, true, true, false, false], Enumerable.Range(0, 5).Select(name => table.TryFindOrAdd(name, out _)));
        Assert.Equal([true, true, true, false, false], Enumerable.Range(0, 5).Select(name => table.TryFind(name, out _)));
        Assert.True(table.TryFindOrAdd(2, out _));
    }

    [Fact]
    public async Task Many_at_once_never_make_more_than_there_is_room_for_nor_two_of_one()
    {
        for (var round = 0; round < 50; round++)
        {
            var table = new BoundedTable<int, object>(20);
            using var together = new Barrier(4);
            var seen = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait();
                    return Enumerable.Range(0, 40).Select(name => table.TryFindOrAdd(name, out var value) ? value : null).ToArray();
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
            Assert.InRange(Enumerable.Range(0, 40).Count(name => table.TryFind(name, out _)), 1, 20);
            for (var name = 0; name < 40; name++) Assert.InRange(seen.Select(values => values[name]).OfType<object>().Distinct().Count(), 0, 1);
        }
    }
}
