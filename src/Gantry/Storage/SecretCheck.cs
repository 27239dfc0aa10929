using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Gantry.Secrets;

namespace Gantry.Storage;

/// <summary>
/// Proves that the pepper and the master key are the ones that the database was made with. Without it a lost pepper would look like
/// "every key is unknown", and a lost master key like an upstream that refuses.
/// </summary>
internal static class SecretCheck
{
    private const string Probe = "gantry secret check";
    private static readonly SealContext Cell = new("secret_checks", "master-key", "value");

    /// <summary>Which of the two the database does not know; writes nothing.</summary>
    public static async Task<SecretFiles> LookAsync(IDatabase database, SecretFiles secrets, CancellationToken cancellation)
    {
        var pepper = await database.ReadAsync(c => GetAsync(c, "pepper"), cancellation);
        var masterKey = await database.ReadAsync(c => GetAsync(c, "master-key"), cancellation);
        return secrets.Without(
            secrets.Hasher.IsStandIn || (pepper is not null && pepper != secrets.Hasher.Hash(Probe).ToHex()),
            secrets.Seal.IsLocked || (masterKey is not null && !Opens(secrets.Seal, masterKey)));
    }

    /// <exception cref="DatabaseException">One of the two is another one.</exception>
    public static async Task RunAsync(IDatabase database, SecretFiles secrets, CancellationToken cancellation)
    {
        var pepper = secrets.Hasher.Hash(Probe).ToHex();
        var storedPepper = await GetOrAddAsync(database, "pepper", pepper, cancellation);
        if (storedPepper != pepper) throw Mismatch("pepper", SecretFiles.PepperVariable, "no client key would be recognised");

        var sealedProbe = Convert.ToBase64String(secrets.Seal.Seal(Probe, Cell));
        var storedProbe = await GetOrAddAsync(database, "master-key", sealedProbe, cancellation);
        if (!Opens(secrets.Seal, storedProbe)) throw Mismatch("master key", SecretFiles.MasterKeyVariable, "no upstream credential could be opened");
    }

    private static bool Opens(SecretSeal seal, string stored)
    {
        try
        {
            seal.Open(Convert.FromBase64String(stored), Cell);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static async Task<string> GetOrAddAsync(IDatabase database, string name, string value, CancellationToken cancellation) =>
        await database.ReadAsync(c => GetAsync(c, name), cancellation) ?? await database.WriteAsync(c => AddAsync(c, name, value), cancellation);

    private static Task<string?> GetAsync(DbConnection connection, string name) =>
        connection.QuerySingleOrDefaultAsync<string>("SELECT value FROM secret_checks WHERE name = @name", new { name });

    private static async Task<string> AddAsync(DbConnection connection, string name, string value)
    {
        await connection.ExecuteAsync(
            "INSERT INTO secret_checks (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING", new { name, value });
        return (await GetAsync(connection, name))!; // Another process may have added its own just before.
    }

    private static DatabaseException Mismatch(string what, string variable, string consequence) => new(
        $"The {what} is not the one that this database was made with: {consequence}. " +
        $"Put the file back into secrets/ of the data folder, or set {variable}. " +
        "To serve what needs no secret meanwhile, start with serve --without-secrets.");
}
