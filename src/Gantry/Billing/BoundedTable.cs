using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Gantry.Billing;

/// <summary>Something for each of so many names at the most, asked with every request. Names that come when it is full get nothing. Safe for concurrent use.</summary>
/// <param name="most">Names that it holds.</param>
/// <remarks>It counts for itself: the dictionary's own count takes every lock that it has, a thousand of them where it is large.</remarks>
internal sealed class BoundedTable<TName, TValue>(int most)
    where TName : notnull
    where TValue : class, new()
{
    private readonly ConcurrentDictionary<TName, TValue> _values = new();
    private int _count;

    public bool TryFind(TName name, [MaybeNullWhen(false)] out TValue value) => _values.TryGetValue(name, out value);

    /// <summary>What the name has, made where it has nothing yet.</summary>
    /// <returns>False where the name is new and there is no room.</returns>
    public bool TryFindOrAdd(TName name, [MaybeNullWhen(false)] out TValue value)
    {
        if (_values.TryGetValue(name, out value)) return true;
        if (Interlocked.Increment(ref _count) > most)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        var added = new TValue();
        value = _values.GetOrAdd(name, added);
        if (!ReferenceEquals(value, added)) Interlocked.Decrement(ref _count);
        return true;
    }
}
