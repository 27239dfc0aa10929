using Gantry.Billing.Pricing;

namespace Gantry.Alerts;

/// <summary>What the store knows that alerts are made of.</summary>
internal interface IAlertFacts
{
    /// <summary>Wallets of accounts that are in use and have ever been given money.</summary>
    Task<IReadOnlyList<BalanceFact>> BalancesAsync(CancellationToken cancellation);

    /// <summary>What keys were charged in each hour, of those keys that were charged at least so much in one of the latest hours.</summary>
    /// <param name="from">The first hour.</param>
    /// <param name="latest">The first of the latest hours.</param>
    /// <param name="least">Zero at least.</param>
    /// <param name="cancellation">Ends the query.</param>
    Task<IReadOnlyList<HourFact>> HoursAsync(DateTimeOffset from, DateTimeOffset latest, Money least, CancellationToken cancellation);
}
