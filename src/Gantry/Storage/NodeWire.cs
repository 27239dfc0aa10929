using System.Data.Common;
using Dapper;

namespace Gantry.Storage;

/// <summary>Says words to the servers of a store from within a write: they go out with its commit, or not at all.</summary>
internal static class NodeWire
{
    /// <summary>The channel of PostgreSQL that words go through.</summary>
    public const string Channel = "gantry";

    /// <summary>Nobody hears it where the store is a file: it has one server.</summary>
    public static async Task SayAsync(DbConnection connection, string word)
    {
        if (Dialect.IsPostgres(connection)) await connection.ExecuteAsync("SELECT pg_notify(@Channel, @word)", new { Channel, word });
    }
}
