using System.Data.Common;
using Dapper;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>Gives every account its wallet, and every grant of the catalogue its entry in the ledger, in the commit that makes them.</summary>
internal static class WalletBirth
{
    public static async Task FollowAsync(DbConnection connection, CatalogRow row)
    {
        switch (row)
        {
            case AccountRow account:
                await connection.ExecuteAsync(
                    """
                    INSERT INTO wallets (id, account_id, available_nanos, reserved_nanos, debt_nanos, sequence, head_hash, created_at)
                    VALUES (@Id, @Id, 0, 0, 0, 0, '', @CreatedAt) ON CONFLICT (id) DO NOTHING
                    """,
                    new { Id = account.Id.ToString(), CreatedAt = UnixMicros.Of(account.CreatedAt) });
                break;
            case CreditRow credit:
                await GrantAsync(connection, credit.AccountId, EnumWords.Of(credit.ManagedBy), credit.AmountNanos, UnixMicros.Of(credit.GrantedAt));
                break;
        }
    }

    /// <summary>Enters the grants of before the ledger. A database that has none left is only read.</summary>
    public static async Task CatchUpAsync(IDatabase database, CancellationToken cancellation)
    {
        const string Missing =
            """
            SELECT account_id AS AccountId, managed_by AS ManagedBy, amount_nanos AS AmountNanos, granted_at AS GrantedAt FROM credit_grants
            WHERE amount_nanos > 0 AND NOT EXISTS (SELECT 1 FROM ledger_transactions WHERE id = 'credit:' || account_id || ':' || managed_by)
            ORDER BY account_id, managed_by
            """;
        if (!(await database.ReadAsync(c => c.QueryAsync<CatalogRecords.Credit>(Missing), cancellation)).Any()) return;
        await database.WriteAsync(
            async connection =>
            {
                // Asked again: another process may have been faster.
                foreach (var grant in await connection.QueryAsync<CatalogRecords.Credit>(Missing))
                    await GrantAsync(connection, Guid.Parse(grant.AccountId), grant.ManagedBy, grant.AmountNanos, grant.GrantedAt);
                return true;
            },
            cancellation);
    }

    private static async Task GrantAsync(DbConnection connection, Guid account, string by, long nanos, long at)
    {
        if (nanos <= 0) return;
        var posting = new LedgerPosting
        {
            TransactionId = $"credit:{account}:{by}",
            Kind = LedgerKind.Credit,
            WalletId = account,
            Amount = new Money(nanos),
            Counter = LedgerAccounts.Promotion,
            Actor = by,
        };
        if (await LedgerDesk.PostAsync(connection, posting, at) is not (PostingResult.Posted or PostingResult.Repeated) and var result)
            throw new InvalidOperationException($"The credit of account {account} could not be entered: {result}.");
    }
}
