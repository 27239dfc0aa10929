using System.Collections;

namespace Gantry.Protocols.Hub;

/// <summary>A list of one: what most turns of an agent's history, and nearly all results, hold.</summary>
internal sealed class SingleList<T>(T item) : IReadOnlyList<T>
{
    public int Count => 1;

    public T this[int index] => index == 0 ? item : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<T> GetEnumerator()
    {
        yield return item;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
