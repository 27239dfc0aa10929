namespace Gantry.Protocols.Hub;

/// <summary>Lists in which something is gathered before its length is known: used anew on the same thread.</summary>
internal static class ScratchList<T>
{
    private const int Most = 8;
    private const int LargestKept = 1024;

    [ThreadStatic]
    private static Stack<List<T>>? _free;

    /// <summary>An empty list.</summary>
    public static List<T> Rent() => _free is { Count: > 0 } free ? free.Pop() : new List<T>(8);

    /// <summary>What was gathered, in a list of just that size. The scratch goes back.</summary>
    public static IReadOnlyList<T> Keep(List<T> list)
    {
        var kept = FixedList<T>.Of(list);
        Return(list);
        return kept;
    }

    /// <summary>Takes a list back. Nobody may use it behind this.</summary>
    public static void Return(List<T> list)
    {
        if (list.Capacity > LargestKept) return;
        list.Clear();
        var free = _free ??= new Stack<List<T>>(Most);
        if (free.Count < Most) free.Push(list);
    }
}
