using Gantry.Catalog;
using Gantry.Contracts.Manage.Captures;
using Gantry.Management.Http;

namespace Gantry.Management.Captures;

/// <summary>What is kept of one's own requests: shown to sessions alone, and to whoever has the key itself.</summary>
internal sealed class MyCaptureResource : IManageResource
{
    public static readonly ManageRoute Get = ManageRoute.Get("me/requests/{id}/capture", "getMyCapture", null, "Show what is kept of one of your requests.") with { Role = AccountRole.User };

    public static readonly ManageRoute Delete =
        ManageRoute.Delete("me/requests/{id}/capture", "deleteMyCapture", null, "capture.delete", "Delete what is kept of one of your requests.") with { Role = AccountRole.User };

    public string Name => "my captures";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Reads(Get, call => call.Service<IMyCaptures>().GetAsync(call.Caller, call.Text("id"), call.Stop)),
        ManageEndpoint.Ends(Delete, call => call.Service<IMyCaptures>().DeleteAsync(call.Caller, call.Text("id"), call.Stop)),
    ];
}
