using System.Data.Common;
using System.Text.Json;
using Gantry.Catalog;
using Microsoft.Data.Sqlite;

namespace Gantry.Storage;

/// <summary>What the two engines write in two ways. Everything else of the store's SQL is the same for both.</summary>
/// <param name="IndexedBy">Names the index to read, where the engine can be told.</param>
/// <param name="PageOfEachKey">Usage records to select from: of each key that a condition names the first ones by another.</param>
/// <param name="NoIndex">Before a column that no index shall be taken for.</param>
/// <param name="Like">Compares with a pattern, whatever the case of Latin letters.</param>
/// <param name="ValuesOf">The rows of a parameter that is a JSON list of texts.</param>
/// <param name="Among">What a column is to be of the few values that a query gives: they are found first, whatever else is asked.</param>
/// <param name="Hold">Behind a SELECT: nobody else changes its rows until the write is done.</param>
internal sealed record Dialect(Func<string, string> IndexedBy, Func<string, string, string> PageOfEachKey, string NoIndex, string Like, Func<string, string> ValuesOf, Func<string, string> Among, string Hold)
{
    public static readonly Dialect Sqlite = new(index => " INDEXED BY " + index, RowsOfEachKey, "+", "LIKE", parameter => $"SELECT value FROM json_each({parameter})", query => $"IN ({query})", "");

    // It has statistics and chooses by itself.
    public static readonly Dialect Postgres = new(_ => "", LateralOfEachKey, "", "ILIKE", parameter => $"SELECT json_array_elements_text(CAST({parameter} AS JSON))", query => $"= ANY(ARRAY({query}))", "FOR NO KEY UPDATE");

    /// <summary>A parameter for <see cref="ValuesOf"/>.</summary>
    public static string List(IEnumerable<string> texts) => JsonSerializer.Serialize([.. texts], CatalogJson.Default.StringArray);

    /// <inheritdoc cref="List(IEnumerable{string})"/>
    public static string List(IEnumerable<Guid> ids) => List(ids.Select(id => id.ToString()));

    public static Dialect Of(DbConnection connection) => IsPostgres(connection) ? Postgres : Sqlite;

    /// <summary>Whether it goes to PostgreSQL. Asked of the other engine's type: that of Npgsql would load its library where there is only a file.</summary>
    public static bool IsPostgres(DbConnection connection) => connection is not SqliteConnection;

    private static string RowsOfEachKey(string whose, string page) =>
        $"""
        usage_records WHERE rowid IN (
            SELECT r.rowid FROM api_keys k CROSS JOIN usage_records r WHERE {whose} AND r.rowid IN (
                SELECT rowid FROM usage_records INDEXED BY usage_records_key WHERE key_id = k.id AND {page}))
        """;

    private static string LateralOfEachKey(string whose, string page) =>
        $"(SELECT page.* FROM api_keys k CROSS JOIN LATERAL (SELECT * FROM usage_records WHERE key_id = k.id AND {page}) page WHERE {whose}) usage_records";
}
