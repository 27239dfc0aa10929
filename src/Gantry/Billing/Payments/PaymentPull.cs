using Gantry.Nodes;

namespace Gantry.Billing.Payments;

/// <summary>
/// Asks the provider every hour about orders whose end nobody has heard: an event may be lost (reliability P-11). Asks nothing while there is no such order.
/// </summary>
/// <param name="store">The orders.</param>
/// <param name="stripe">The provider.</param>
/// <param name="settings">As they are now; null where card payments are not set up.</param>
/// <param name="run">Of several servers one asks for all.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Takes what came of it.</param>
internal sealed partial class PaymentPull(
    IPaymentStore store, StripeClient stripe, Func<StripeSettings?> settings, GatewayRun run, TimeProvider time, ILogger<PaymentPull> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>After a start: what happened while the gateway was down need not wait for an hour.</summary>
    public static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(1);

    /// <summary>Money on its way for longer has been lost on it; the provider says so by an event.</summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(30);

    /// <summary>Two clocks: a checkout may bear an earlier time than its order.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>Asks once.</summary>
    /// <returns>How many orders were credited.</returns>
    /// <exception cref="StripeException">The provider does not tell; what it told before that is done.</exception>
    public async Task<int> PullAsync(CancellationToken cancellation)
    {
        if (settings() is not { CanCharge: true } stripeSettings) return 0;
        var now = time.GetUtcNow();
        var open = (await store.OpenOrdersAsync(PaymentOrder.Stripe, now - Horizon, cancellation)).Where(o => o.Live == stripeSettings.Live).ToDictionary(o => o.Id);
        if (open.Count == 0) return 0;
        var credited = 0;
        var finished = new HashSet<Guid>();
        await foreach (var report in stripe.FinishedSessionsAsync(stripeSettings, open.Values.Min(o => o.CreatedAt) - Skew, cancellation))
        {
            if (report.OrderId is not { } id || !open.ContainsKey(id)) continue;
            finished.Add(id);
            var outcome = await store.ApplyAsync(report, cancellation);
            if (outcome.Result is PaymentResult.Repeated or PaymentResult.Unchanged) continue;
            PaymentLog.Write(log, report, outcome);
            credited += outcome.Result == PaymentResult.Credited ? 1 : 0;
        }

        // The whole list was read: what is not in it was not paid in time.
        foreach (var order in open.Values.Where(o => o.State == OrderState.Created && o.ExpiresAt + Skew < now && !finished.Contains(o.Id)))
            await store.ExpireAsync(order.Id, cancellation);
        return credited;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(FirstAfter, time, stoppingToken);
            using var timer = new PeriodicTimer(Interval, time);
            do await (run.HasDuties ? TryAsync(stoppingToken) : Task.CompletedTask);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the process.
            return;
        }
    }

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await PullAsync(cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Failed(failure.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Payments could not be looked up, they are in an hour: {Failure}")]
    private partial void Failed(string failure);
}
