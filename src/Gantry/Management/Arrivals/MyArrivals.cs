using Gantry.Arrivals;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Arrivals;
using Gantry.Management.Http;
using Gantry.Management.Keys;

namespace Gantry.Management.Arrivals;

/// <inheritdoc cref="IMyArrivals"/>
internal sealed class MyArrivals(Admission admission, ArrivalFeed feed) : IMyArrivals
{
    public IArrivalWatch Watch(IActor who)
    {
        // Who may list the keys of an account may see what comes with them.
        var caller = admission.Check(who, MyKeyResource.List);
        return feed.Open(caller.AccountId, caller.Role >= AccountRole.Admin ? caller.Address : null);
    }
}
