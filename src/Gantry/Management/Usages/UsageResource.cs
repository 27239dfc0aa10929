using System.Collections.Immutable;
using Gantry.Contracts.Manage.Usages;
using Gantry.Management.Http;

namespace Gantry.Management.Usages;

/// <summary>The usage of all accounts.</summary>
internal sealed class UsageResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("usage/records", "listUsage", ManageScopes.UsageRead, "List requests, newest first.");
    public static readonly ManageRoute Sums = ManageRoute.Get("usage/sums", "sumUsage", ManageScopes.UsageRead, "Sum usage and money by day, hour, model, key or account.");
    public static readonly ManageRoute Get = ManageRoute.Get("requests/{id}", "getRequest", ManageScopes.UsageRead, "Show a request with all that explains its charge.");

    private static readonly ManageFilter Account = new("account_id", "Only of this account.");

    /// <summary>Those of every list of records.</summary>
    public static readonly ImmutableArray<ManageFilter> Filters =
    [
        new("key_id", "Only of this key."),
        new("model", "Only for this model."),
        new("group", "Only by this group."),
        new("outcome", "Only completed, failed, interrupted or client_left ones."),
        new("status", "Only those that were answered with this HTTP status, such as 429, or one that begins so, such as 4xx."),
        new("request_id", "Only the request of this id: its own, the upstream's of its answer, or that of one of its attempts."),
        new("from", "Began then or later: a date or a time."),
        new("to", "Began before then: a date or a time."),
    ];

    /// <summary>Those of every sum.</summary>
    public static readonly ImmutableArray<ManageFilter> SumFilters =
    [
        new("from", "The first whole hour of UTC; else thirty days before the last."),
        new("to", "The first whole hour that no longer counts; else the one after this."),
        new("group_by", "day, hour, model or key; for admins account, too. Else day."),
    ];

    public string Name => "usage";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(List, call => call.Service<IUsageAdmin>().ListAsync(call.Caller, Records(call) with { AccountId = call.IdQuery(Account.Name) }, call.Stop), [.. Filters, Account]),
        ManageEndpoint.Reads(Sums, call => call.Service<IUsageAdmin>().SumAsync(call.Caller, Summed(call) with { AccountId = call.IdQuery(Account.Name) }, call.Stop), [.. SumFilters, Account]),
        ManageEndpoint.Reads(Get, call => call.Service<IUsageAdmin>().GetAsync(call.Caller, call.Text("id"), call.Stop)),
    ];

    public static RecordQuery Records(ManageCall call) => call.FillPage(new RecordQuery
    {
        KeyId = call.IdQuery("key_id"),
        Model = call.Query("model"),
        Group = call.Query("group"),
        Outcome = call.Query("outcome"),
        Status = call.Query("status"),
        RequestId = call.Query("request_id"),
        From = call.TimeQuery("from"),
        To = call.TimeQuery("to"),
    });

    public static SumQuery Summed(ManageCall call) => new() { From = call.TimeQuery("from"), To = call.TimeQuery("to"), GroupBy = call.Query("group_by") ?? "day" };
}
