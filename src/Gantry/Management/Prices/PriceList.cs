using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Prices;
using Gantry.Management.Http;
using Gantry.Management.Keys;
using Gantry.Snapshot;

namespace Gantry.Management.Prices;

/// <inheritdoc cref="IPriceList"/>
internal sealed class PriceList(Admission admission, SnapshotHolder snapshots) : IPriceList
{
    public PriceListView? ForAnybody() => snapshots.Current is { Settings.PricingPublic: true } snapshot ? PriceBoard.Of(snapshot, PriceBoard.All(snapshot)) : null;

    public PriceListView For(IActor who)
    {
        // Who may make keys may name any group in them.
        admission.Check(who, MyKeyResource.List);
        return PriceBoard.Of(snapshots.Current, PriceBoard.All(snapshots.Current));
    }
}
