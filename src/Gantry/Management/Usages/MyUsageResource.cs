using Gantry.Catalog;
using Gantry.Contracts.Manage.Usages;
using Gantry.Management.Http;

namespace Gantry.Management.Usages;

/// <summary>One's own usage: of one's account, or of what one has done in a team.</summary>
internal sealed class MyUsageResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("me/usage/records", "listMyUsage", ManageScopes.UsageRead, "List your requests, newest first.") with { Role = AccountRole.User };
    public static readonly ManageRoute Sums = ManageRoute.Get("me/usage/sums", "sumMyUsage", ManageScopes.UsageRead, "Sum your usage and what you paid by day, hour, model or key.") with { Role = AccountRole.User };
    public static readonly ManageRoute Get = ManageRoute.Get("me/requests/{id}", "getMyRequest", ManageScopes.UsageRead, "Show one of your requests with all that explains its charge.") with { Role = AccountRole.User };

    private static readonly ManageFilter Team = new("team_id", "Only what you have done with your keys in this team; else what your own account has paid.");

    public string Name => "my usage";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(List, call => call.Service<IMyUsage>().ListAsync(call.Caller, UsageResource.Records(call) with { TeamId = call.IdQuery(Team.Name) }, call.Stop), [.. UsageResource.Filters, Team]),
        ManageEndpoint.Reads(Sums, call => call.Service<IMyUsage>().SumAsync(call.Caller, UsageResource.Summed(call) with { TeamId = call.IdQuery(Team.Name) }, call.Stop), [.. UsageResource.SumFilters, Team]),
        ManageEndpoint.Reads(Get, call => call.Service<IMyUsage>().GetAsync(call.Caller, call.Text("id"), call.Stop)),
    ];
}
