namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>Changes lists without copying those that stay as they are.</summary>
internal static class PartLists
{
    /// <summary>The list with each element as <paramref name="map"/> makes it, null for none; the same list where each stays what it was.</summary>
    public static IReadOnlyList<T> Map<T>(IReadOnlyList<T> list, Func<T, T?> map)
        where T : class
    {
        List<T>? changed = null;
        for (int i = 0; i < list.Count; i++)
        {
            var made = map(list[i]);
            if (changed is null)
            {
                if (ReferenceEquals(made, list[i])) continue;
                changed = new List<T>(list.Count);
                for (int before = 0; before < i; before++) changed.Add(list[before]);
            }

            if (made is not null) changed.Add(made);
        }

        return changed ?? list;
    }
}
