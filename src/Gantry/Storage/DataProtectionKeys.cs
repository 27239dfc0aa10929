using System.Security.Cryptography;
using Dapper;
using Gantry.Secrets;

namespace Gantry.Storage;

/// <summary>The documents of the Data Protection ring, each sealed whole for its row (reliability S-12).</summary>
internal sealed class DataProtectionKeys(IDatabase database, SecretSeal seal, TimeProvider time)
{
    /// <summary>Without a master key nothing can be read or kept.</summary>
    public bool IsLocked => seal.IsLocked;

    /// <summary>Every document that opens, oldest first, and how many do not.</summary>
    public async Task<(IReadOnlyList<string> Documents, int Unreadable)> LoadAsync(CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<(string Id, string Sealed)>("SELECT id, sealed FROM data_protection_keys ORDER BY created_at, id"), cancellation);
        var (documents, unreadable) = (new List<string>(), 0);
        foreach (var (id, box) in rows)
        {
            try
            {
                documents.Add(seal.Open(Convert.FromBase64String(box), CellOf(id)));
            }
            catch (Exception failure) when (failure is CryptographicException or FormatException)
            {
                unreadable++;
            }
        }

        return (documents, unreadable);
    }

    /// <exception cref="SecretFileException">There is no master key.</exception>
    public Task StoreAsync(string name, string document, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        var row = new { id, name, at = UnixMicros.Of(now), box = Convert.ToBase64String(seal.Seal(document, CellOf(id))) };
        return database.WriteAsync(
            connection => connection.ExecuteAsync("INSERT INTO data_protection_keys (id, name, created_at, sealed) VALUES (@id, @name, @at, @box)", row), cancellation);
    }

    private static SealContext CellOf(string id) => new("data_protection_keys", id, "sealed");
}
