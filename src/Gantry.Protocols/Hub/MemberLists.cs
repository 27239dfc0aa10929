namespace Gantry.Protocols.Hub;

/// <summary>Lists of members that are read and emptied again for every part of a request: used anew on the same thread.</summary>
internal static class MemberLists
{
    private const int Most = 16;

    [ThreadStatic]
    private static Stack<List<ExtraMember>>? _free;

    /// <summary>An empty list.</summary>
    public static List<ExtraMember> Rent() => _free is { Count: > 0 } free ? free.Pop() : new List<ExtraMember>(8);

    /// <summary>What is left in a list, in one of just that size; the list goes back.</summary>
    public static IReadOnlyList<ExtraMember> Keep(List<ExtraMember> list)
    {
        var kept = FixedList<ExtraMember>.Of(list);
        list.Clear();
        Return(list);
        return kept;
    }

    /// <summary>Takes a list back in which nothing is left; one that holds something has been handed on.</summary>
    public static void Return(List<ExtraMember> list)
    {
        var free = _free ??= new Stack<List<ExtraMember>>(Most);
        if (list.Count == 0 && free.Count < Most) free.Push(list);
    }
}
