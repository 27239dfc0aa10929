using Gantry.Alerts;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Alerts;
using Gantry.Management.Http;

namespace Gantry.Management.Alerts;

/// <summary>Reads alerts of one account or, for null, of all.</summary>
internal static class AlertLists
{
    public static async Task<Page<AlertView>> ReadAsync(IAlertStore store, Guid? owner, AlertListQuery query, CancellationToken cancellation)
    {
        Guid? before = ManageCursor.Read(query.After, 1) is not [var place] ? null
            : Guid.TryParse(place, out var id) ? id
            : throw RefusedException.Field("after", "is not a place in this list: send the next of the page before");
        var found = await store.ListAsync(new AlertQuery { AccountId = owner, OpenOnly = query.OpenOnly, Before = before, Limit = query.Limit + 1 }, cancellation);
        var shown = found.Take(query.Limit).Select(View).ToArray();
        return new Page<AlertView>(shown, found.Count > query.Limit ? ManageCursor.Write(shown[^1].Id.ToString()) : null);
    }

    private static AlertView View(Alert alert) => new()
    {
        Id = alert.Id,
        Kind = EnumWords.Of(alert.Key.Kind),
        AccountId = alert.AccountId,
        Account = alert.Account,
        Text = alert.Text,
        At = alert.At,
        ClosedAt = alert.ClosedAt,
    };
}
