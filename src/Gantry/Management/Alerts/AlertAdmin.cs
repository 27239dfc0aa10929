using Gantry.Alerts;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Alerts;
using Gantry.Management.Http;

namespace Gantry.Management.Alerts;

/// <inheritdoc cref="IAlertAdmin"/>
internal sealed class AlertAdmin(Admission admission, IAlertStore store) : IAlertAdmin
{
    public async Task<Page<AlertView>> ListAsync(IActor who, AlertListQuery query, CancellationToken cancellation)
    {
        admission.Check(who, AlertResource.List);
        return await AlertLists.ReadAsync(store, null, query, cancellation);
    }
}
