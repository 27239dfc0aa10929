using Dapper;
using Gantry.Accounts.Users;

namespace Gantry.Storage;

/// <summary>Links with services that vouch for people, in a database.</summary>
internal sealed class ExternalLoginStore(IDatabase database, TimeProvider time) : IExternalLoginStore
{
    public Task<Guid?> FindAsync(string provider, string issuer, string subject, CancellationToken cancellation) => database.ReadAsync<Guid?>(
        async connection => await connection.ExecuteScalarAsync<string?>(
            "SELECT account_id FROM external_logins WHERE provider = @provider AND issuer = @issuer AND subject = @subject", new { provider, issuer, subject }) is { } account
            ? Guid.Parse(account)
            : null,
        cancellation);

    public Task<IReadOnlyList<string>> ListAsync(Guid account, CancellationToken cancellation) => database.ReadAsync(
        async connection => (IReadOnlyList<string>)
            [.. await connection.QueryAsync<string>("SELECT provider FROM external_logins WHERE account_id = @account ORDER BY provider", new { account = account.ToString() })],
        cancellation);

    public Task<bool> AddAsync(string provider, string issuer, string subject, Guid account, CancellationToken cancellation) => database.WriteAsync(
        async connection => await connection.ExecuteAsync(
            """
            INSERT INTO external_logins (provider, issuer, subject, account_id, created_at) VALUES (@provider, @issuer, @subject, @account, @now)
            ON CONFLICT DO NOTHING
            """,
            new { provider, issuer, subject, account = account.ToString(), now = UnixMicros.Of(time.GetUtcNow()) }) == 1,
        cancellation);

    public Task<bool> RemoveAsync(Guid account, string provider, CancellationToken cancellation) => database.WriteAsync(
        async connection => await connection.ExecuteAsync(
            "DELETE FROM external_logins WHERE account_id = @account AND provider = @provider", new { account = account.ToString(), provider }) == 1,
        cancellation);
}
