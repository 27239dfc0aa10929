using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Billing.Payments;

public sealed class TakingTests
{
    private const long Cent = PaymentRig.Cent;

    [Fact]
    public async Task P_9_Refund_and_partial_refunds_take_the_credit_back()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var (whole, partly) = (await PayAsync(rig), await PayAsync(rig));
        await rig.DeliverAsync(StripeEvents.Refunded(whole, 1_000));
        Assert.Equal((1_000 * Cent, 0), await rig.BalanceAsync());
        await rig.DeliverAsync(StripeEvents.Refunded(partly, 250));
        await rig.DeliverAsync(StripeEvents.Refunded(partly, 300));
        Assert.Equal((700 * Cent, 0), await rig.BalanceAsync());

        // The older word comes last.
        await rig.DeliverAsync(StripeEvents.Refunded(partly, 250));
        Assert.Equal((700 * Cent, 0), await rig.BalanceAsync());
        await AssertReportAsync(rig, 700);
    }

    [Fact]
    public async Task P_9_Refund_told_twice_over_is_taken_once_and_a_failed_one_is_given_back()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var session = await PayAsync(rig);
        await rig.DeliverAsync(StripeEvents.Refund(session, "refund.created", "re_1", 400, "pending"));
        await rig.DeliverAsync(StripeEvents.Refunded(session, 400));
        Assert.Equal((600 * Cent, 0), await rig.BalanceAsync());
        await rig.DeliverAsync(StripeEvents.Refund(session, "refund.failed", "re_1", 400, "failed"));
        Assert.Equal((1_000 * Cent, 0), await rig.BalanceAsync());
        await rig.DeliverAsync(StripeEvents.Refund(session, "refund.updated", "re_1", 400, "pending"));
        Assert.Equal((1_000 * Cent, 0), await rig.BalanceAsync());
        Assert.Equal(["credited", "taken", "unchanged", "given_back", "unchanged"], await rig.OutcomesAsync());
        await AssertReportAsync(rig, 1_000);
    }

    [Fact]
    public async Task P_9_Dispute_takes_the_money_at_once_and_gives_it_back_when_won()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var (won, lost) = (await PayAsync(rig), await PayAsync(rig));
        await rig.DeliverAsync(StripeEvents.Dispute(won, "created", 1_000, "needs_response", "du_won"));
        await rig.DeliverAsync(StripeEvents.Dispute(won, "funds_withdrawn", 1_000, "needs_response", "du_won"));
        await rig.DeliverAsync(StripeEvents.Dispute(lost, "created", 1_000, "needs_response", "du_lost"));
        Assert.Equal((0, 0), await rig.BalanceAsync());
        await rig.DeliverAsync(StripeEvents.Dispute(won, "closed", 1_000, "won", "du_won"));
        await rig.DeliverAsync(StripeEvents.Dispute(won, "funds_reinstated", 1_000, "won", "du_won"));
        await rig.DeliverAsync(StripeEvents.Dispute(lost, "closed", 1_000, "lost", "du_lost"));
        Assert.Equal((1_000 * Cent, 0), await rig.BalanceAsync());
        await AssertReportAsync(rig, 1_000);
    }

    [Fact]
    public async Task P_9_Inquiry_takes_nothing_until_it_becomes_a_dispute()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var session = await PayAsync(rig);
        await rig.DeliverAsync(StripeEvents.Dispute(session, "created", 1_000, "warning_needs_response"));
        Assert.Equal((1_000 * Cent, 0), await rig.BalanceAsync());
        await rig.DeliverAsync(StripeEvents.Dispute(session, "updated", 1_000, "needs_response"));
        Assert.Equal((0, 0), await rig.BalanceAsync());
        await rig.DeliverAsync(StripeEvents.Dispute(session, "updated", 1_000, "warning_under_review"));
        Assert.Equal((0, 0), await rig.BalanceAsync());
        await AssertReportAsync(rig, 0);
    }

    [Fact]
    public async Task P_9_What_is_spent_already_becomes_a_debt_that_the_next_payment_pays_first()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var session = await PayAsync(rig);
        var wallet = (await rig.RowsAsync<string>("SELECT w.id FROM wallets w JOIN accounts a ON a.id = w.account_id WHERE a.email = 'test@example.com'")).Single();
        await SpendAsync(rig, wallet, 900 * Cent);
        await rig.DeliverAsync(StripeEvents.Dispute(session, "created", 1_000, "needs_response"));
        Assert.Equal((0, 900 * Cent), await rig.BalanceAsync());
        await PayAsync(rig);
        Assert.Equal((100 * Cent, 0), await rig.BalanceAsync());
        await rig.DeliverAsync(StripeEvents.Dispute(session, "closed", 1_000, "won"));
        Assert.Equal((1_100 * Cent, 0), await rig.BalanceAsync());
        await AssertReportAsync(rig, 2_000);
    }

    [Fact]
    public async Task P_9_Refund_and_dispute_of_one_payment_take_no_more_than_it_brought()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var session = await PayAsync(rig);
        await rig.DeliverAsync(StripeEvents.Refunded(session, 600));
        await rig.DeliverAsync(StripeEvents.Dispute(session, "created", 1_000, "needs_response"));
        Assert.Equal((0, 0), await rig.BalanceAsync());
        await rig.DeliverAsync(StripeEvents.Dispute(session, "closed", 1_000, "won"));
        Assert.Equal((400 * Cent, 0), await rig.BalanceAsync());
        await AssertReportAsync(rig, 400);
    }

    [Fact]
    public async Task P_4_Refund_in_another_mode_or_of_no_credit_takes_nothing()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var session = await PayAsync(rig);
        session.Live = true;
        await rig.DeliverAsync(StripeEvents.Refunded(session, 1_000));
        var unpaid = await rig.OrderAsync();
        await rig.DeliverAsync(StripeEvents.Refunded(unpaid, 1_000));
        Assert.Equal(["credited", "refused", "waiting"], await rig.OutcomesAsync());
        Assert.Equal((1_000 * Cent, 0), await rig.BalanceAsync());
        await rig.AssertBooksAsync();
    }

    [Fact]
    public async Task P_9_In_whatever_order_and_how_often_events_come_the_end_is_the_same()
    {
        await using var rig = await PaymentRig.OpenAsync();
        for (var seed = 1; seed <= 12; seed++)
        {
            var (before, _) = await rig.BalanceAsync();
            var session = await rig.OrderAsync();
            session.Pay();
            var (first, second, dispute) = ($"re_a{seed}", $"re_b{seed}", $"du_{seed}");
            string[] events =
            [
                StripeEvents.Completed(session),
                StripeEvents.Refund(session, "refund.created", first, 300, "pending"),
                StripeEvents.Refund(session, "refund.updated", first, 300, "succeeded"),
                StripeEvents.Refunded(session, 300),
                StripeEvents.Refund(session, "refund.created", second, 200, "pending"),
                StripeEvents.Refunded(session, 500),
                StripeEvents.Refund(session, "refund.failed", second, 200, "failed"),
                StripeEvents.Dispute(session, "created", 100, "needs_response", dispute),
                StripeEvents.Dispute(session, "closed", 100, "lost", dispute),
            ];
            var random = new Random(seed);
            var twice = events.Concat(events).ToArray();
            random.Shuffle(twice);
            foreach (var body in twice) await rig.DeliverAsync(body);
            Assert.Equal(before + (600 * Cent), (await rig.BalanceAsync()).Available);
            await rig.AssertBooksAsync();
            rig.Time.Advance(TimeSpan.FromMinutes(10));
        }
    }

    private static async Task<FakeSession> PayAsync(PaymentRig rig)
    {
        var session = (await rig.OrderAsync()).Pay();
        await rig.DeliverAsync(StripeEvents.Completed(session));
        return session;
    }

    private static async Task SpendAsync(PaymentRig rig, string wallet, long nanos)
    {
        var ledger = rig.Gateway.Host.Services.GetRequiredService<ILedgerStore>();
        var posting = new LedgerPosting
        {
            TransactionId = "spent",
            Kind = LedgerKind.Adjust,
            WalletId = Guid.Parse(wallet),
            Amount = new Money(-nanos),
            Counter = LedgerAccounts.Adjustments,
            Actor = "test",
        };
        Assert.Equal(PostingResult.Posted, await ledger.PostAsync(posting, CancellationToken.None));
    }

    /// <summary>What Stripe holds for us is what the ledger says has come from it.</summary>
    private static async Task AssertReportAsync(PaymentRig rig, long cents)
    {
        var balance = (await rig.RowsAsync<long>("SELECT -SUM(amount_nanos) FROM ledger_lines WHERE account = 'external:stripe'")).Single();
        Assert.Equal(cents * Cent, balance);
        await rig.AssertBooksAsync();
    }
}
