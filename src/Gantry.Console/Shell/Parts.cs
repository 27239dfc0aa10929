using Gantry.Contracts.Manage;

namespace Gantry.Console.Shell;

/// <summary>Lists that a page shows whole.</summary>
internal static class Parts
{
    /// <summary>All of a list, part by part.</summary>
    /// <param name="list">Asks for one part.</param>
    public static async Task<IReadOnlyList<T>> AllAsync<T>(Func<PageQuery, Task<Page<T>>> list)
    {
        var all = new List<T>();
        string? after = null;
        do
        {
            var part = await list(new PageQuery { Limit = PageQuery.Most, After = after });
            all.AddRange(part.Data);
            after = part.Next;
        }
        while (after is not null);
        return all;
    }
}
