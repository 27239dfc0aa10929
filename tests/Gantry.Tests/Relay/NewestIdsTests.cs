using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay;

public sealed class NewestIdsTests
{
    [Fact]
    public void Oldest_goes_for_a_new_one_and_one_that_is_there_stays_as_it_is()
    {
        var ids = new NewestIds<string>(3);
        Assert.True(ids.IsEmpty);
        Assert.False(ids.TryFind(1, out _));
        foreach (var id in (int[])[1, 2, 3]) Assert.True(ids.TryAdd((UInt128)id, $"v{id}"));
        Assert.False(ids.TryAdd(1, "other"));
        Assert.True(ids.TryFind(1, out var first));
        Assert.Equal("v1", first);
        Assert.True(ids.TryAdd(4, "v4"));
        Assert.False(ids.TryFind(1, out _));
        Assert.False(ids.IsEmpty);
        Assert.Equal(["v2", "v3", "v4"], ((int[])[2, 3, 4]).Select(id => ids.TryFind((UInt128)id, out var value) ? value : null));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 1)]
    [InlineData(7, 64)]
    [InlineData(50, 8)]
    [InlineData(50, 1_000_003)]
    public void Any_order_of_calls_gives_what_a_dictionary_and_a_queue_give(int most, int step)
    {
        // Ids that are multiples of a power of two share their chains.
        var random = new Random(most + step);
        var ids = new NewestIds<object>(most);
        var (known, order) = (new Dictionary<UInt128, object>(), new Queue<UInt128>());
        for (var call = 0; call < 20_000; call++)
        {
            var id = (UInt128)(uint)random.Next(most * 3) * (uint)step;
            if (random.Next(2) == 0)
            {
                Assert.Equal(known.TryGetValue(id, out var expected), ids.TryFind(id, out var found));
                Assert.Same(expected, found);
                continue;
            }

            var value = new object();
            Assert.Equal(known.TryAdd(id, value), ids.TryAdd(id, value));
            if (!ReferenceEquals(known[id], value)) continue;
            order.Enqueue(id);
            if (order.Count > most) known.Remove(order.Dequeue());
        }
    }

    [Fact]
    public async Task Many_at_once_lose_nothing()
    {
        var ids = new NewestIds<string>(4_000);
        await Parallel.ForAsync(0, 4_000, async (number, _) =>
        {
            Assert.True(ids.TryAdd((UInt128)(uint)number << 3, $"{number}"));
            await Task.Yield();
            Assert.True(ids.TryFind((UInt128)(uint)number << 3, out var value));
            Assert.Equal($"{number}", value);
        });
        Assert.All(Enumerable.Range(0, 4_000), number => Assert.True(ids.TryFind((UInt128)(uint)number << 3, out _)));
    }
}
