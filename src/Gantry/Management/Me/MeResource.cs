using Gantry.Catalog;
using Gantry.Contracts.Manage.Me;
using Gantry.Management.Http;

namespace Gantry.Management.Me;

/// <summary>The one who asks. Sessions are shown and ended by sessions alone.</summary>
internal sealed class MeResource : IManageResource
{
    public static readonly ManageRoute Get = ManageRoute.Get("me", "getMe", ManageScopes.AccountsRead, "Show who you are and what you may do.") with { Role = AccountRole.User, BeforeFactor = true };
    public static readonly ManageRoute Security = ManageRoute.Get("me/security", "getMySecurity", null, "Show how your account can be signed in to.") with { Role = AccountRole.User };
    public static readonly ManageRoute Sessions = ManageRoute.Get("me/sessions", "listMySessions", null, "List your sessions.") with { Role = AccountRole.User };
    public static readonly ManageRoute End = ManageRoute.Delete("me/sessions/{id}", "endMySession", null, "session.end", "End one of your sessions.") with { Role = AccountRole.User };

    public string Name => "me";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Reads(Get, call => call.Service<IMe>().GetAsync(call.Caller, call.Stop)),
        ManageEndpoint.Reads(Security, call => call.Service<IMe>().SecurityAsync(call.Caller, call.Stop)),
        ManageEndpoint.Lists(Sessions, call => call.Service<IMe>().SessionsAsync(call.Caller, call.Page(), call.Stop)),
        ManageEndpoint.Ends(End, call => call.Service<IMe>().EndSessionAsync(call.Caller, call.Id(), call.Stop)),
    ];
}
