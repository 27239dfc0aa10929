namespace Gantry.Contracts.Manage.Prices;

/// <summary>The prices that are charged: the same figures that <c>/api/pricing</c> gives.</summary>
public interface IPriceList
{
    /// <summary>For whoever comes.</summary>
    /// <returns>Null where the operator shows prices to people with an account alone.</returns>
    PriceListView? ForAnybody();

    /// <summary>For somebody with an account: every group that a key of theirs may name.</summary>
    PriceListView For(IActor who);
}
