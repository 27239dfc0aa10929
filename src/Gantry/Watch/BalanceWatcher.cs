using Gantry.Alerts;
using Gantry.Billing.Pricing;
using Gantry.Snapshot;

namespace Gantry.Watch;

/// <summary>
/// Wallets that have little left: no more than the account's own threshold, else that of the settings, else a tenth of the last top-up. It has
/// cleared when a quarter more than that is there.
/// </summary>
internal sealed class BalanceWatcher(IAlertFacts facts, SnapshotHolder snapshots) : IWatcher
{
    private const int TenthOfTopUp = 10;
    private const int QuarterMore = 4;

    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(15);

    public async Task LookAsync(AlertRound round, CancellationToken cancellation)
    {
        var known = new HashSet<AlertKey>();
        foreach (var balance in await facts.BalancesAsync(cancellation))
        {
            var key = new AlertKey(AlertKind.LowBalance, $"account {balance.AccountId}");
            known.Add(key);
            var threshold = balance.Threshold ?? snapshots.Current.Settings.Alerts.LowBalance ?? new Money(balance.LastTopUp.Nanos / TenthOfTopUp);
            if (balance.Total <= threshold)
            {
                round.Raise(key, balance.AccountId, $"The wallet of {balance.Email} has {Dollars.Of(balance.Total)} left; {Dollars.Of(threshold)} or less counts as low. Requests are refused when it is empty.");
            }
            else if (balance.Total > threshold + new Money(threshold.Nanos / QuarterMore))
            {
                round.End(key);
            }
        }

        // Of accounts that were disabled.
        foreach (var gone in round.Open(AlertKind.LowBalance).Where(alert => !known.Contains(alert.Key))) round.End(gone.Key);
    }
}
