namespace Gantry.Contracts.Manage.Arrivals;

/// <summary>
/// Requests as they reach the gateway, for whoever sets a client up: with the keys of the account that asks, those refused that carry a piece of the key
/// or the placeholder on its page, and for administrators those refused from their own address. Nobody else's are ever told (decision 0033).
/// </summary>
public interface IMyArrivals
{
    /// <summary>Begins to watch. Of one account the oldest watches end where there are too many.</summary>
    IArrivalWatch Watch(IActor who);
}
