using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Xunit;

namespace Gantry.Tests.Storage.Ledger;

/// <summary>Each invariant broken on purpose, by SQL: that check and no other must tell.</summary>
public sealed class LedgerCheckTests
{
    [Fact]
    public async Task Books_in_order_give_no_finding()
    {
        await using var rig = await BooksAsync();
        Assert.Empty(await rig.Book.CheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task I_1_Lines_that_do_not_add_up_are_found() => await BreakAsync(
        "I-1",
        // Two errors that cancel out: every sum over accounts still holds.
        """
        UPDATE ledger_lines SET amount_nanos = amount_nanos + 1 WHERE transaction_id = 'posting:1' AND account = 'external:stripe';
        UPDATE ledger_lines SET amount_nanos = amount_nanos - 1 WHERE transaction_id = 'posting:2' AND account = 'external:stripe'
        """,
        rehash: true);

    [Fact]
    public async Task I_1_Line_without_a_transaction_is_found() => await BreakAsync(
        "I-1", "INSERT INTO ledger_lines VALUES ('nowhere', 'house:promo', 5), ('nowhere', 'house:refund', -5)");

    [Fact]
    public async Task I_2_Balance_that_is_not_the_sum_of_its_lines_is_found() => await BreakAsync(
        "I-2",
        $"""
        UPDATE wallets SET debt_nanos = debt_nanos - 5 WHERE id = '{LedgerRig.Wallet(0)}';
        UPDATE wallets SET available_nanos = available_nanos - 5 WHERE id = '{LedgerRig.Wallet(1)}'
        """);

    [Fact]
    public async Task I_2_Reserved_money_without_an_allowance_is_found() => await BreakAsync(
        "I-2", $"UPDATE allowances SET remaining_nanos = remaining_nanos - 5 WHERE id = '{LedgerRig.Allowance()}'");

    [Fact]
    public async Task I_3_Balance_below_zero_is_found()
    {
        TestStore.NeedsSqlite("its checks cannot be turned off.");
        await BreakAsync(
            "I-3",
        $"""
        PRAGMA ignore_check_constraints = ON;
        INSERT INTO ledger_transactions VALUES ('forged', '{LedgerRig.Wallet(1)}', 99, 'adjust', NULL, 0, 'x', NULL, '', '');
        INSERT INTO ledger_lines VALUES ('forged', 'available', -100000), ('forged', 'external:manual', 100000);
        UPDATE ledger_transactions SET sequence = (SELECT sequence + 1 FROM wallets w WHERE w.id = wallet_id) WHERE id = 'forged';
        UPDATE wallets SET available_nanos = available_nanos - 100000, sequence = sequence + 1 WHERE id = '{LedgerRig.Wallet(1)}'
        """,
            rehash: true);
    }

    [Fact]
    public async Task I_4_Allowance_of_a_dead_run_is_found()
    {
        await using var rig = await BooksAsync();
        // When a run was heard of is told by the clock of the database, which no test can set.
        await rig.SqlAsync("UPDATE runs SET renewed_at = renewed_at - 110000000");
        Assert.Empty(await rig.BrokenAsync());
        await rig.SqlAsync("UPDATE runs SET renewed_at = renewed_at - 11000000");
        Assert.Equal(["I-4"], await rig.BrokenAsync());
        await rig.Ledger.RenewRunAsync(rig.Run, CancellationToken.None);
        Assert.Empty(await rig.BrokenAsync());
    }

    [Fact]
    public async Task I_5_Dispatched_request_without_settlement_is_found() => await BreakAsync(
        "I-5",
        $"""
        DELETE FROM ledger_transactions WHERE id = 'settle:req_free';
        UPDATE wallets SET sequence = sequence - 1 WHERE id = '{LedgerRig.Wallet(1)}'
        """,
        rehash: true);

    [Fact]
    public async Task I_5_Settlement_without_a_dispatched_request_is_found() => await BreakAsync(
        "I-5", "UPDATE usage_records SET attempts = 0 WHERE request_id = 'req_free'; DELETE FROM attempt_costs WHERE request_id = 'req_free'");

    [Fact]
    public async Task I_6_Attempt_without_a_cost_is_found() => await BreakAsync("I-6", "DELETE FROM attempt_costs WHERE request_id = 'req_1' AND number = 2");

    [Fact]
    public async Task I_6_Cost_without_a_request_is_found() => await BreakAsync(
        "I-6", "UPDATE attempt_costs SET request_id = 'req_gone' WHERE request_id = 'req_1'", findings: 3);

    [Fact]
    public async Task I_7_Record_that_differs_from_its_settlement_is_found() => await BreakAsync(
        "I-7", "UPDATE usage_records SET charged_nanos = charged_nanos - 5, overrun_nanos = overrun_nanos + 5 WHERE request_id = 'req_keyless'");

    [Fact]
    public async Task I_8_Hourly_sums_that_differ_are_found() => await BreakAsync(
        "I-8", $"UPDATE usage_hourly SET charged_nanos = charged_nanos + 5 WHERE key_id = '{LedgerRig.Key()}'");

    [Fact]
    public async Task I_9_Code_used_without_a_credit_is_found() => await BreakAsync("I-9", "UPDATE redemption_codes SET uses = uses + 1");

    [Fact]
    public async Task I_9_Grant_without_its_entry_is_found() => await BreakAsync(
        "I-9", $"INSERT INTO credit_grants VALUES ('{LedgerRig.Wallet(1)}', 'file', 5, 0)");

    [Fact]
    public async Task I_9_Refund_that_the_ledger_does_not_have_is_found() => await BreakAsync(
        "I-9", "UPDATE usage_records SET refunded_nanos = refunded_nanos + 1 WHERE request_id = 'req_keyless'");

    [Fact]
    public async Task I_10_Money_from_nowhere_is_found() => await BreakAsync(
        "I-10",
        """
        INSERT INTO ledger_transactions VALUES ('ghost', 'no-such-wallet', 1, 'topup', NULL, 0, 'x', NULL, '', '');
        INSERT INTO ledger_lines VALUES ('ghost', 'available', 5), ('ghost', 'external:stripe', -5)
        """,
        rehash: true);

    [Fact]
    public async Task I_11_Cost_beyond_payment_and_overrun_is_found() => await BreakAsync(
        "I-11", "UPDATE usage_records SET cost_nanos = cost_nanos + 5 WHERE request_id = 'req_1'");

    [Theory]
    [InlineData("UPDATE ledger_transactions SET reason = 'a better one' WHERE id = 'posting:1'")]
    [InlineData("UPDATE wallets SET head_hash = 'x' WHERE id = (SELECT wallet_id FROM ledger_transactions WHERE id = 'posting:1')")]
    [InlineData("UPDATE ledger_transactions SET sequence = 77 WHERE id = 'settle:req_free'; UPDATE wallets SET sequence = 77 WHERE id = (SELECT wallet_id FROM ledger_transactions WHERE id = 'settle:req_free')")]
    public async Task I_12_Changed_book_is_found(string sql) => await BreakAsync("I-12", sql);

    [Fact]
    public async Task I_12_Every_entry_that_is_changed_shows()
    {
        await using var rig = await BooksAsync();
        foreach (var entry in await rig.Book.EntriesAsync(null, int.MaxValue, CancellationToken.None))
        {
            await rig.SqlAsync("UPDATE ledger_transactions SET at = at + 1 WHERE id = @Id", new { entry.Id });
            var finding = Assert.Single(await rig.Book.CheckAsync(CancellationToken.None));
            Assert.Equal(("I-12", entry.Id), (finding.Check, finding.Subject));
            await rig.SqlAsync("UPDATE ledger_transactions SET at = at - 1 WHERE id = @Id", new { entry.Id });
        }
    }

    private static async Task BreakAsync(string check, string sql, bool rehash = false, int? findings = null)
    {
        await using var rig = await BooksAsync();
        await rig.SqlAsync(sql);
        if (rehash) await rig.RehashAsync();
        Assert.Equal([check], await rig.BrokenAsync());
        if (findings is { } count) Assert.Equal(count, (await rig.Book.CheckAsync(CancellationToken.None)).Count);
    }

    /// <summary>Two wallets in which everything has happened once.</summary>
    private static async Task<LedgerRig> BooksAsync()
    {
        var rig = await LedgerRig.OpenAsync(2);
        await rig.PostAsync(10_000);
        await rig.PostAsync(20_000, wallet: 1);
        await rig.ReserveAsync(4_000);
        await rig.ReserveAsync(1_000, wallet: 1);
        await rig.ReserveAsync(500, wallet: 1);
        await rig.SettleAsync(rig.Request("req_1", 900, attempts: 2), rig.Request("req_2", 700, wallet: 1), rig.Request("req_keyless", 90) with { KeyId = null });
        await rig.SettleAsync(rig.Request("req_dear", 99_000, fromWallet: 98_000));
        await rig.Ledger.ReleaseAsync(LedgerRig.Allowance(1), new Money(300), CancellationToken.None);
        Assert.Equal(PostingResult.Posted, await rig.PostAsync(400, LedgerKind.Refund, requestId: "req_1"));
        await rig.PostAsync(-5, LedgerKind.Adjust, wallet: 1);
        await rig.PostAsync(-30_000, LedgerKind.Chargeback);
        var (_, code) = Assert.Single(await rig.Vouchers.CreateAsync(new VoucherRequest(new Money(50), 2, null, "test"), 1, CancellationToken.None));
        Assert.Equal(new Money(50), await rig.Vouchers.RedeemAsync(code, LedgerRig.Wallet(), CancellationToken.None));
        await rig.SettleAsync(rig.Request("req_free", 0, wallet: 1));
        return rig;
    }
}
