using System.Data.Common;
using Dapper;
using Gantry.Accounts.Users;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>Passwords, authenticators and recovery codes in a database.</summary>
internal sealed class SignInStore(IDatabase database) : ISignInStore
{
    private const string Users =
        """
        SELECT a.id AS Id, a.email AS Email, a.role AS Role, a.disabled_by AS DisabledBy, s.password_hash AS PasswordHash, s.stamp AS Stamp, s.totp_sealed AS TotpKey,
            (SELECT COUNT(*) FROM recovery_codes r WHERE r.account_id = a.id) AS RecoveryCodes,
            (SELECT COUNT(*) FROM passkeys p WHERE p.account_id = a.id) AS Passkeys,
            (SELECT COUNT(*) FROM external_logins e WHERE e.account_id = a.id) AS ExternalLogins
        FROM accounts a LEFT JOIN sign_ins s ON s.account_id = a.id
        """;

    private const string Put =
        """
        INSERT INTO sign_ins (account_id, password_hash, stamp) VALUES (@account, NULL, @stamp)
        ON CONFLICT (account_id) DO NOTHING
        """;

    public async Task<SignInUser?> FindAsync(string email, CancellationToken cancellation) =>
        (await ReadAsync($"{Users} WHERE a.kind = 'person' AND a.email = @email", new { email }, cancellation)).SingleOrDefault();

    public async Task<SignInUser?> FindAsync(Guid account, CancellationToken cancellation) =>
        (await ReadAsync($"{Users} WHERE a.kind = 'person' AND a.id = @account", new { account = account.ToString() }, cancellation)).SingleOrDefault();

    public Task<IReadOnlyList<SignInUser>> ListAsync(CancellationToken cancellation) => ReadAsync($"{Users} WHERE a.kind = 'person' ORDER BY a.email", new { }, cancellation);

    public Task<bool> HasOwnerAsync(CancellationToken cancellation) => database.ReadAsync(
        async connection => await connection.ExecuteScalarAsync<long>(
            """
            SELECT COUNT(*) FROM accounts a
            WHERE a.role = 'owner' AND a.disabled_by IS NULL
              AND EXISTS (SELECT 1 FROM sign_ins s WHERE s.account_id = a.id)
            """) > 0,
        cancellation);

    public Task<bool> SavePasswordAsync(SignInUser user, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var what = new { account = user.Id.ToString(), user.PasswordHash, user.Stamp, user.StoredStamp };
            return await connection.ExecuteAsync(
                user.StoredStamp is null
                    ? "INSERT INTO sign_ins (account_id, password_hash, stamp) VALUES (@account, @PasswordHash, @Stamp) ON CONFLICT (account_id) DO NOTHING"
                    : "UPDATE sign_ins SET password_hash = @PasswordHash, stamp = @Stamp WHERE account_id = @account AND stamp = @StoredStamp",
                what) == 1;
        },
        cancellation);

    public Task SetTotpAsync(Guid account, byte[]? sealedKey, long? step, CancellationToken cancellation) => WriteAsync(
        async connection =>
        {
            await EnsureAsync(connection, account);
            await connection.ExecuteAsync(
                "UPDATE sign_ins SET totp_sealed = @key, totp_step = @step WHERE account_id = @account",
                new { account = account.ToString(), key = sealedKey is null ? null : Convert.ToBase64String(sealedKey), step });
        },
        cancellation);

    public Task<bool> UseTotpStepAsync(Guid account, long step, CancellationToken cancellation) => database.WriteAsync(
        async connection => await connection.ExecuteAsync(
            "UPDATE sign_ins SET totp_step = @step WHERE account_id = @account AND totp_sealed IS NOT NULL AND (totp_step IS NULL OR totp_step < @step)",
            new { account = account.ToString(), step }) == 1,
        cancellation);

    public Task ReplaceRecoveryCodesAsync(Guid account, IReadOnlyList<string> hashes, CancellationToken cancellation) => WriteAsync(
        async connection =>
        {
            await connection.ExecuteAsync("DELETE FROM recovery_codes WHERE account_id = @account", new { account = account.ToString() });
            await connection.ExecuteAsync(
                "INSERT INTO recovery_codes (account_id, code_hash) VALUES (@account, @hash)", hashes.Select(hash => new { account = account.ToString(), hash }));
        },
        cancellation);

    public Task<bool> UseRecoveryCodeAsync(Guid account, string hash, CancellationToken cancellation) => database.WriteAsync(
        async connection => await connection.ExecuteAsync(
            "DELETE FROM recovery_codes WHERE account_id = @account AND code_hash = @hash", new { account = account.ToString(), hash }) == 1,
        cancellation);

    public Task ResetAsync(Guid account, bool factors, CancellationToken cancellation) => WriteAsync(
        async connection =>
        {
            var who = new { account = account.ToString() };
            await connection.ExecuteAsync("UPDATE sign_ins SET password_hash = NULL WHERE account_id = @account", who);
            await connection.ExecuteAsync("DELETE FROM sessions WHERE account_id = @account", who);
            await connection.ExecuteAsync("DELETE FROM one_time_tokens WHERE account_id = @account", who);
            // They stand in for the password.
            await connection.ExecuteAsync("DELETE FROM external_logins WHERE account_id = @account", who);
            if (!factors) return;
            await connection.ExecuteAsync("UPDATE sign_ins SET totp_sealed = NULL, totp_step = NULL WHERE account_id = @account", who);
            await connection.ExecuteAsync("DELETE FROM recovery_codes WHERE account_id = @account", who);
            await connection.ExecuteAsync("DELETE FROM passkeys WHERE account_id = @account", who);
        },
        cancellation);

    private static Task<int> EnsureAsync(DbConnection connection, Guid account) =>
        connection.ExecuteAsync(Put, new { account = account.ToString(), stamp = SignInStamp.New() });

    private Task<int> WriteAsync(Func<DbConnection, Task> write, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            await write(connection);
            return 0;
        },
        cancellation);

    private Task<IReadOnlyList<SignInUser>> ReadAsync(string sql, object parameters, CancellationToken cancellation) => database.ReadAsync(
        async connection => (IReadOnlyList<SignInUser>)[.. (await connection.QueryAsync<Row>(sql, parameters)).Select(row => row.ToUser())], cancellation);

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public string Email { get; set; } = "";
        public string Role { get; set; } = "";
        public string? DisabledBy { get; set; }
        public string? PasswordHash { get; set; }
        public string? Stamp { get; set; }
        public string? TotpKey { get; set; }
        public long RecoveryCodes { get; set; }
        public long Passkeys { get; set; }
        public long ExternalLogins { get; set; }

        public SignInUser ToUser() => new()
        {
            Id = Guid.Parse(Id),
            Email = Email,
            Role = EnumWords.Parse<AccountRole>(Role),
            Disabled = DisabledBy is not null,
            PasswordHash = PasswordHash,
            Stamp = Stamp,
            StoredStamp = Stamp,
            TotpKey = TotpKey is null ? null : Convert.FromBase64String(TotpKey),
            RecoveryCodes = (int)RecoveryCodes,
            Passkeys = (int)Passkeys,
            ExternalLogins = (int)ExternalLogins,
        };
    }
}
