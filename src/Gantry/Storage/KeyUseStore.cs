using Dapper;
using Gantry.Catalog.Keys;

namespace Gantry.Storage;

/// <summary>Last uses of keys in a database.</summary>
internal sealed class KeyUseStore(IDatabase database) : IKeyUseStore
{
    // A statement takes so many parameters and no more.
    private const int Step = 500;

    public Task WriteAsync(IReadOnlyCollection<KeyValuePair<Guid, DateTimeOffset>> uses, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            """
            INSERT INTO key_uses (key_id, last_used_at) VALUES (@Id, @At)
            ON CONFLICT (key_id) DO UPDATE SET last_used_at = excluded.last_used_at WHERE excluded.last_used_at > key_uses.last_used_at
            """,
            uses.Select(u => new { Id = u.Key.ToString(), At = UnixMicros.Of(u.Value) })),
        cancellation);

    public Task<IReadOnlyDictionary<Guid, DateTimeOffset>> ReadAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var found = new Dictionary<Guid, DateTimeOffset>();
            foreach (var part in keys.Chunk(Step))
            {
                var rows = await connection.QueryAsync<(string Id, long At)>(
                    $"SELECT key_id, last_used_at FROM key_uses WHERE key_id IN ({Dialect.Of(connection).ValuesOf("@ids")})", new { ids = Dialect.List(part) });
                foreach (var (id, at) in rows) found[Guid.Parse(id)] = UnixMicros.ToTime(at);
            }

            return (IReadOnlyDictionary<Guid, DateTimeOffset>)found;
        },
        cancellation);
}
