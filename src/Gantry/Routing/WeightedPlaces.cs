using System.Numerics;

namespace Gantry.Routing;

/// <summary>
/// Many things with weights, one of which is found in logarithmic time: by a number that stands for a session, or by a position among all weights. Over many
/// of either each comes up as often as its weight says.
/// </summary>
/// <remarks>
/// They lie in the order of a hash of their names, and a number goes down the tree that the bits of the hashes are: at each fork to one side, in proportion
/// to what weighs there. When one of them goes, what moves at a fork is only what the change of the weights there asks for.
/// </remarks>
internal sealed class WeightedPlaces<T>
{
    private readonly T[] _items;
    private readonly ulong[] _places;

    // The weight of all before each; at the end that of all.
    private readonly long[] _before;

    /// <param name="items">One at least.</param>
    /// <param name="place">A hash of what names an item; that of no two should be the same.</param>
    /// <param name="weight">1 or more.</param>
    public WeightedPlaces(IEnumerable<T> items, Func<T, ulong> place, Func<T, long> weight)
    {
        _items = [.. items];
        _places = [.. _items.Select(item => StableHash.Mix(place(item), 0))];
        Array.Sort(_places, _items);
        _before = new long[_items.Length + 1];
        for (var at = 0; at < _items.Length; at++) _before[at + 1] = _before[at] + weight(_items[at]);
    }

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    /// <summary>The one whose share a position lies in.</summary>
    /// <param name="position">From 0 to below 1.</param>
    public int At(double position) => Last(_before, 0, Count, (long)(position * _before[^1]));

    /// <summary>The one that a number leads to: the same as long as nothing changes.</summary>
    public int Of(ulong number)
    {
        var (from, to) = (0, Count);
        while (to - from > 1)
        {
            var differing = _places[from] ^ _places[to - 1];
            // Two of one name: whoever made the hashes wants them to be one.
            if (differing == 0) return from;
            var fork = _places[to - 1] >> BitOperations.Log2(differing) << BitOperations.Log2(differing);
            var middle = Last(_places, from, to, fork - 1) + 1;
            var share = (double)(_before[middle] - _before[from]) / (_before[to] - _before[from]);
            if ((StableHash.Mix(number, fork) >> 11) * (1.0 / (1UL << 53)) < share) to = middle;
            else from = middle;
        }

        return from;
    }

    // Of a range in order, the last that is not above a value; the first where all are.
    private static int Last<TValue>(TValue[] values, int from, int to, TValue value)
        where TValue : IComparable<TValue>
    {
        while (to - from > 1)
        {
            var middle = (from + to) >>> 1;
            if (values[middle].CompareTo(value) <= 0) from = middle;
            else to = middle;
        }

        return from;
    }
}
