using System.Text;

namespace Gantry.Storage;

/// <summary>Words of clients and upstreams as PostgreSQL keeps them.</summary>
internal static class PostgresText
{
    /// <summary>What PostgreSQL keeps in no text becomes the sign for it, as SQLite does with half a surrogate pair.</summary>
    public static string Keepable(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    /// <summary>What a parameter of a command is given.</summary>
    public static object Parameter(StoreValue value) => value.IsNumber ? value.Number : value.Text is { } text ? Keepable(text) : DBNull.Value;
}
