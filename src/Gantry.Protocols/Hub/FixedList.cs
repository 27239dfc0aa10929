using System.Collections;

namespace Gantry.Protocols.Hub;

/// <summary>A list of its size that nobody changes.</summary>
/// <remarks>
/// An array would be smaller by an object and serve as one, but each question to it through the interface of a list takes ten times as long: it is no
/// class that the compiler can guess. Passes ask a long history thousands of times.
/// </remarks>
internal sealed class FixedList<T>(T[] items) : IReadOnlyList<T>
{
    public int Count => items.Length;

    public T this[int index] => items[index];

    /// <summary>The list of these.</summary>
    public static IReadOnlyList<T> Of(List<T> items) => items.Count switch
    {
        0 => Array.Empty<T>(),
        1 => new SingleList<T>(items[0]),
        _ => new FixedList<T>([.. items]),
    };

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
