using Gantry.Billing.Payments;
using Xunit;

namespace Gantry.Tests.Billing.Payments;

public sealed class PullTests
{
    [Fact]
    public async Task P_11_Lost_event_is_made_good_once()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var paid = (await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => rig.OrderAsync()))).Select(s => s.Pay()).ToList();
        var (promised, open) = ((await rig.OrderAsync()).Promise(), await rig.OrderAsync());

        Assert.Equal(5, await rig.Pull.PullAsync(CancellationToken.None));
        Assert.Equal(5, await rig.CreditsAsync());
        Assert.Equal(("pending", "created"), (await rig.StateAsync(promised), await rig.StateAsync(open)));
        Assert.Equal(0, await rig.Pull.PullAsync(CancellationToken.None));

        // The events come after all.
        foreach (var session in paid) await rig.DeliverAsync(StripeEvents.Completed(session));
        Assert.Equal(5, await rig.CreditsAsync());

        promised.Pay();
        Assert.Equal(1, await rig.Pull.PullAsync(CancellationToken.None));
        Assert.Equal((6_000 * PaymentRig.Cent, 0), await rig.BalanceAsync());
        await rig.AssertBooksAsync();
    }

    [Fact]
    public async Task P_11_Payment_during_two_days_of_silence_is_credited_and_what_nobody_paid_expires()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var (paid, open) = ((await rig.OrderAsync()).Pay(), await rig.OrderAsync());
        rig.Time.Advance(TimeSpan.FromDays(2));
        rig.Stripe.Failures.Enqueue(System.Net.HttpStatusCode.BadGateway);
        await Assert.ThrowsAsync<StripeException>(() => rig.Pull.PullAsync(CancellationToken.None));
        Assert.Equal(("created", "created"), (await rig.StateAsync(paid), await rig.StateAsync(open)));
        Assert.Equal(1, await rig.Pull.PullAsync(CancellationToken.None));
        Assert.Equal(("paid", "expired"), (await rig.StateAsync(paid), await rig.StateAsync(open)));
        var asked = rig.Stripe.Listings;
        Assert.Equal(0, await rig.Pull.PullAsync(CancellationToken.None));
        Assert.Equal(asked, rig.Stripe.Listings);
        await rig.AssertBooksAsync();
    }

    [Fact]
    public async Task P_11_Gateway_asks_by_itself_within_65_minutes()
    {
        Assert.InRange(PaymentPull.Interval + PaymentPull.FirstAfter, TimeSpan.Zero, TimeSpan.FromMinutes(65));
        await using var rig = await PaymentRig.OpenAsync(new HurriedTime());
        for (var round = 1; round <= 2; round++)
        {
            (await rig.OrderAsync()).Pay();
            for (var look = 0; look < 200 && await rig.CreditsAsync() < round; look++) await Task.Delay(50);
            Assert.Equal(round, await rig.CreditsAsync());
        }

        await rig.AssertBooksAsync();
    }

    /// <summary>A clock whose waits for the hourly look take a moment.</summary>
    private sealed class HurriedTime : FakeTime
    {
        private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(150);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(
            callback,
            state,
            dueTime == PaymentPull.FirstAfter || dueTime == PaymentPull.Interval ? Moment : dueTime,
            period == PaymentPull.Interval ? Moment : period);
    }
}
