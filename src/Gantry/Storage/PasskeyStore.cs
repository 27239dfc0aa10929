using Dapper;
using Gantry.Accounts.Users;

namespace Gantry.Storage;

/// <summary>Passkeys in a database.</summary>
internal sealed class PasskeyStore(IDatabase database) : IPasskeyStore
{
    private const string All =
        """
        SELECT credential_id AS CredentialId, account_id AS AccountId, name AS Name, public_key AS PublicKey, sign_count AS SignCount, transports AS Transports,
            backup_eligible AS BackupEligible, backed_up AS BackedUp, created_at AS CreatedAt, last_used_at AS LastUsedAt
        FROM passkeys
        """;

    public Task<IReadOnlyList<PasskeyRow>> ListAsync(Guid account, CancellationToken cancellation) => database.ReadAsync(
        async connection => (IReadOnlyList<PasskeyRow>)
        [
            .. (await connection.QueryAsync<Row>($"{All} WHERE account_id = @account ORDER BY created_at, credential_id", new { account = account.ToString() }))
                .Select(row => row.ToPasskey()),
        ],
        cancellation);

    public Task<PasskeyRow?> FindAsync(string credentialId, CancellationToken cancellation) => database.ReadAsync(
        async connection => (await connection.QuerySingleOrDefaultAsync<Row>($"{All} WHERE credential_id = @credentialId", new { credentialId }))?.ToPasskey(),
        cancellation);

    public Task<bool> AddAsync(PasskeyRow passkey, CancellationToken cancellation) => database.WriteAsync(
        async connection => await connection.ExecuteAsync(
            """
            INSERT INTO passkeys (credential_id, account_id, name, public_key, sign_count, transports, backup_eligible, backed_up, created_at, last_used_at)
            VALUES (@CredentialId, @AccountId, @Name, @PublicKey, @SignCount, @Transports, @BackupEligible, @BackedUp, @CreatedAt, @LastUsedAt)
            ON CONFLICT (credential_id) DO NOTHING
            """,
            Row.Of(passkey)) == 1,
        cancellation);

    public Task<bool> UseAsync(PasskeyRow passkey, CancellationToken cancellation) => database.WriteAsync(
        async connection => await connection.ExecuteAsync(
            "UPDATE passkeys SET sign_count = @SignCount, backed_up = @BackedUp, last_used_at = @LastUsedAt WHERE credential_id = @CredentialId AND account_id = @AccountId",
            Row.Of(passkey)) == 1,
        cancellation);

    public Task<bool> RemoveAsync(Guid account, string credentialId, CancellationToken cancellation) => database.WriteAsync(
        async connection => await connection.ExecuteAsync(
            "DELETE FROM passkeys WHERE credential_id = @credentialId AND account_id = @account", new { credentialId, account = account.ToString() }) == 1,
        cancellation);

    private sealed class Row
    {
        public string CredentialId { get; set; } = "";
        public string AccountId { get; set; } = "";
        public string Name { get; set; } = "";
        public string PublicKey { get; set; } = "";
        public long SignCount { get; set; }
        public string Transports { get; set; } = "";
        public long BackupEligible { get; set; }
        public long BackedUp { get; set; }
        public long CreatedAt { get; set; }
        public long? LastUsedAt { get; set; }

        public static Row Of(PasskeyRow passkey) => new()
        {
            CredentialId = passkey.CredentialId,
            AccountId = passkey.AccountId.ToString(),
            Name = passkey.Name,
            PublicKey = Convert.ToBase64String(passkey.PublicKey),
            SignCount = passkey.SignCount,
            Transports = string.Join(' ', passkey.Transports),
            BackupEligible = passkey.BackupEligible ? 1 : 0,
            BackedUp = passkey.BackedUp ? 1 : 0,
            CreatedAt = UnixMicros.Of(passkey.CreatedAt),
            LastUsedAt = UnixMicros.Of(passkey.LastUsedAt),
        };

        public PasskeyRow ToPasskey() => new()
        {
            CredentialId = CredentialId,
            AccountId = Guid.Parse(AccountId),
            Name = Name,
            PublicKey = Convert.FromBase64String(PublicKey),
            SignCount = (uint)SignCount,
            Transports = [.. Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            BackupEligible = BackupEligible != 0,
            BackedUp = BackedUp != 0,
            CreatedAt = UnixMicros.ToTime(CreatedAt),
            LastUsedAt = UnixMicros.ToTime(LastUsedAt),
        };
    }
}
