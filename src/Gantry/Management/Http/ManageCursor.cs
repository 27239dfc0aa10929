using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Http;

/// <summary>Where a page ended: the values that its list is ordered by, of the last row. Opaque to clients; what they send is checked like any input.</summary>
internal static class ManageCursor
{
    private const int Longest = 2048;

    public static string Write(params string[] place) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(place));

    /// <returns>As many values as were asked for, or null for the beginning.</returns>
    /// <exception cref="RefusedException">Not what <see cref="Write"/> made.</exception>
    public static string[]? Read(string? cursor, int values)
    {
        if (cursor is null) return null;
        try
        {
            if (cursor.Length <= Longest && JsonSerializer.Deserialize<string[]>(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor))) is { } place
                && place.Length == values && place.All(v => v is not null))
            {
                return place;
            }
        }
        catch (Exception broken) when (broken is FormatException or JsonException)
        {
            // Somebody made one up: told like every other wrong one.
        }

        throw RefusedException.Field("after", "is not a place in this list: send the next of the page before");
    }

    /// <summary>A page of rows that are at hand: those whose name begins with what is searched, behind the cursor, by name.</summary>
    public static Page<TView> Page<TRow, TView>(IEnumerable<TRow> rows, PageQuery query, Func<TRow, string> name, Func<TRow, TView> view) =>
        Page(rows, query, name, name, view);

    /// <summary>The same where the order is not that of the names.</summary>
    public static Page<TView> Page<TRow, TView>(IEnumerable<TRow> rows, PageQuery query, Func<TRow, string> name, Func<TRow, string> order, Func<TRow, TView> view)
    {
        var after = Read(query.After, 1)?[0];
        var found = rows.Where(r => query.Search is null || name(r).StartsWith(query.Search, StringComparison.OrdinalIgnoreCase))
            .Where(r => after is null || string.CompareOrdinal(order(r), after) > 0)
            .OrderBy(order, StringComparer.Ordinal).Take(query.Limit + 1).ToList();
        var more = found.Count > query.Limit;
        if (more) found.RemoveAt(query.Limit);
        return new Page<TView>([.. found.Select(view)], more ? Write(order(found[^1])) : null);
    }
}
