using Dapper;
using Gantry.Accounts.Users;

namespace Gantry.Storage;

/// <summary>One-time tokens in a database. Those that are over stay a while, so that a second use is told from a guess.</summary>
internal sealed class TokenStore(IDatabase database, TimeProvider time) : ITokenStore
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    public Task IssueAsync(string hash, string purpose, Guid? account, TimeSpan life, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var now = time.GetUtcNow();
            var what = new { hash, purpose, account = account?.ToString(), now = UnixMicros.Of(now), until = UnixMicros.Of(now + life), old = UnixMicros.Of(now - Remembered) };
            await connection.ExecuteAsync("DELETE FROM one_time_tokens WHERE expires_at < @old", what);
            await connection.ExecuteAsync(
                "UPDATE one_time_tokens SET used_at = @now WHERE purpose = @purpose AND used_at IS NULL AND COALESCE(account_id, '') = COALESCE(@account, '')", what);
            return await connection.ExecuteAsync(
                "INSERT INTO one_time_tokens (hash, purpose, account_id, expires_at) VALUES (@hash, @purpose, @account, @until)", what);
        },
        cancellation);

    public Task<(TokenState State, Guid? Account)> LookAsync(string hash, string purpose, CancellationToken cancellation) => database.ReadAsync<(TokenState, Guid?)>(
        async connection =>
        {
            var row = await connection.QuerySingleOrDefaultAsync<Row>(
                "SELECT account_id AS Account, expires_at AS ExpiresAt, used_at AS UsedAt FROM one_time_tokens WHERE hash = @hash AND purpose = @purpose",
                new { hash, purpose });
            if (row is null) return (TokenState.Unknown, null);
            var open = row.UsedAt is null && UnixMicros.ToTime(row.ExpiresAt) > time.GetUtcNow();
            return (open ? TokenState.Open : TokenState.Gone, row.Account is null ? null : Guid.Parse(row.Account));
        },
        cancellation);

    public Task<bool> UseAsync(string hash, string purpose, CancellationToken cancellation) => database.WriteAsync(
        async connection => await connection.ExecuteAsync(
            "UPDATE one_time_tokens SET used_at = @now WHERE hash = @hash AND purpose = @purpose AND used_at IS NULL AND expires_at > @now",
            new { hash, purpose, now = UnixMicros.Of(time.GetUtcNow()) }) == 1,
        cancellation);

    public Task EndAsync(string purpose, Guid account, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            "UPDATE one_time_tokens SET used_at = @now WHERE purpose = @purpose AND account_id = @account AND used_at IS NULL",
            new { purpose, account = account.ToString(), now = UnixMicros.Of(time.GetUtcNow()) }),
        cancellation);

    public Task<bool> SpendAsync(string hash, string purpose, TimeSpan life, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var now = time.GetUtcNow();
            await connection.ExecuteAsync("DELETE FROM one_time_tokens WHERE purpose = @purpose AND expires_at < @now", new { purpose, now = UnixMicros.Of(now) });
            return await connection.ExecuteAsync(
                "INSERT INTO one_time_tokens (hash, purpose, expires_at, used_at) VALUES (@hash, @purpose, @until, @now) ON CONFLICT (hash) DO NOTHING",
                new { hash, purpose, until = UnixMicros.Of(now + life), now = UnixMicros.Of(now) }) == 1;
        },
        cancellation);

    private sealed class Row
    {
        public string? Account { get; set; }
        public long ExpiresAt { get; set; }
        public long? UsedAt { get; set; }
    }
}
