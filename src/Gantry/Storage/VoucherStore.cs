using System.Data.Common;
using Dapper;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Secrets;

namespace Gantry.Storage;

/// <summary>Redemption codes in a database, by their keyed hash.</summary>
internal sealed class VoucherStore(IDatabase database, KeyHasher hasher, TimeProvider time) : IVoucherStore
{
    private long Now => UnixMicros.Of(time.GetUtcNow());

    public async Task<IReadOnlyList<(Voucher Row, string Code)>> CreateAsync(VoucherRequest request, int count, CancellationToken cancellation)
    {
        var made = Enumerable.Range(0, count).Select(_ => Make(request)).ToList();
        await database.WriteAsync(
            connection => connection.ExecuteAsync(
                """
                INSERT INTO redemption_codes (id, code_hash, display, amount_nanos, max_uses, uses, expires_at, created_at, created_by)
                VALUES (@Id, @Hash, @Display, @Nanos, @MaxUses, 0, @ExpiresAt, @CreatedAt, @CreatedBy)
                """,
                made.Select(v => new
                {
                    Id = v.Row.Id.ToString(),
                    Hash = Hash(v.Code),
                    v.Row.Display,
                    v.Row.Amount.Nanos,
                    v.Row.MaxUses,
                    ExpiresAt = UnixMicros.Of(v.Row.ExpiresAt),
                    CreatedAt = UnixMicros.Of(v.Row.CreatedAt),
                    v.Row.CreatedBy,
                })),
            cancellation);
        return made;
    }

    public Task<IReadOnlyList<Voucher>> ListAsync(CancellationToken cancellation) => database.ReadAsync(
        async connection => (IReadOnlyList<Voucher>)
        [
            .. (await connection.QueryAsync<Row>(
                """
                SELECT id AS Id, display AS Display, amount_nanos AS Nanos, max_uses AS MaxUses, uses AS Uses, expires_at AS ExpiresAt,
                    revoked_at AS RevokedAt, created_at AS CreatedAt, created_by AS CreatedBy
                FROM redemption_codes ORDER BY created_at DESC, id
                """)).Select(row => row.ToVoucher()),
        ],
        cancellation);

    public Task<bool> RevokeAsync(Guid id, CancellationToken cancellation) => database.WriteAsync(
        async connection => await connection.ExecuteAsync(
            "UPDATE redemption_codes SET revoked_at = COALESCE(revoked_at, @Now) WHERE id = @id", new { Now, id = id.ToString() }) == 1,
        cancellation);

    public async Task<Money?> RedeemAsync(string code, Guid accountId, CancellationToken cancellation)
    {
        var normal = VoucherCode.Normalize(code);
        var hash = Hash(normal);

        // A guess is answered by a read: who guesses must not queue before those who pay.
        var known = await database.ReadAsync(
            c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM redemption_codes WHERE code_hash = @hash", new { hash }), cancellation);
        return known == 0 ? null : await database.WriteAsync(connection => RedeemAsync(connection, hash, accountId), cancellation);
    }

    private async Task<Money?> RedeemAsync(DbConnection connection, string hash, Guid accountId)
    {
        var account = accountId.ToString();
        var claimed = await connection.ExecuteAsync(
            """
            UPDATE redemption_codes SET uses = uses + 1
            WHERE code_hash = @hash AND uses < max_uses AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @Now)
                AND NOT EXISTS (SELECT 1 FROM redemptions r WHERE r.code_id = redemption_codes.id AND r.account_id = @account)
            """,
            new { hash, Now, account });
        if (claimed != 1) return null;
        var (id, nanos) = await connection.QuerySingleAsync<(string Id, long Nanos)>(
            "SELECT id, amount_nanos FROM redemption_codes WHERE code_hash = @hash", new { hash });
        var posting = new LedgerPosting
        {
            TransactionId = $"redeem:{id}:{account}",
            Kind = LedgerKind.Redeem,
            WalletId = accountId,
            Amount = new Money(nanos),
            Counter = LedgerAccounts.Codes,
            Actor = account,
            Reason = $"code {id}",
        };
        await connection.ExecuteAsync(
            "INSERT INTO redemptions (code_id, account_id, transaction_id, at) VALUES (@id, @account, @TransactionId, @Now)",
            new { id, account, posting.TransactionId, Now });
        var result = await LedgerDesk.PostAsync(connection, posting, Now);
        return result == PostingResult.Posted ? posting.Amount : throw new InvalidOperationException($"Code {id} could not be credited to {account}: {result}.");
    }

    private (Voucher Row, string Code) Make(VoucherRequest request)
    {
        var code = VoucherCode.Generate();
        var row = new Voucher
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Display = VoucherCode.Display(code),
            Amount = request.Amount,
            Uses = 0,
            MaxUses = request.Uses,
            ExpiresAt = request.ExpiresAt,
            CreatedAt = time.GetUtcNow(),
            CreatedBy = request.Actor,
        };
        return (row, code);
    }

    private string Hash(string code) => hasher.Hash(VoucherCode.Normalize(code)).ToHex();

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public string Display { get; set; } = "";
        public long Nanos { get; set; }
        public long MaxUses { get; set; }
        public long Uses { get; set; }
        public long? ExpiresAt { get; set; }
        public long? RevokedAt { get; set; }
        public long CreatedAt { get; set; }
        public string CreatedBy { get; set; } = "";

        public Voucher ToVoucher() => new()
        {
            Id = Guid.Parse(Id),
            Display = Display,
            Amount = new Money(Nanos),
            Uses = (int)Uses,
            MaxUses = (int)MaxUses,
            ExpiresAt = UnixMicros.ToTime(ExpiresAt),
            RevokedAt = UnixMicros.ToTime(RevokedAt),
            CreatedAt = UnixMicros.ToTime(CreatedAt),
            CreatedBy = CreatedBy,
        };
    }
}
