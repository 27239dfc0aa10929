using Gantry.Catalog;
using Gantry.Contracts.Manage.Keys;
using Gantry.Management.Http;

namespace Gantry.Management.Keys;

/// <summary>The keys of the account that asks, and those that it has made in teams.</summary>
internal sealed class MyKeyResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("me/keys", "listMyKeys", ManageScopes.KeysRead, "List your client keys.") with { Role = AccountRole.User };
    public static readonly ManageRoute Get = ManageRoute.Get("me/keys/{id}", "getMyKey", ManageScopes.KeysRead, "Show one of your client keys.") with { Role = AccountRole.User };

    public static readonly ManageRoute Spending =
        ManageRoute.Get("me/spending", "listMySpending", ManageScopes.KeysRead, "List your client keys in use, and how far their spend caps are used up.") with { Role = AccountRole.User };

    public static readonly ManageRoute Create =
        ManageRoute.Post("me/keys", "createMyKey", ManageScopes.KeysWrite, "key.create", "Make a client key of yours, or of yours in a team; its secret is shown once.") with { Role = AccountRole.User };

    public static readonly ManageRoute Edit = ManageRoute.Patch("me/keys/{id}", "editMyKey", ManageScopes.KeysWrite, "key.edit", "Edit one of your client keys.") with { Role = AccountRole.User };

    public static readonly ManageRoute Revoke =
        ManageRoute.Delete("me/keys/{id}", "revokeMyKey", ManageScopes.KeysWrite, "key.revoke", "Revoke one of your client keys, for good.") with { Role = AccountRole.User };

    public static readonly ManageRoute Rotate =
        ManageRoute.Post("me/keys/{id}/rotate", "rotateMyKey", ManageScopes.KeysWrite, "key.rotate", "Give one of your client keys another secret; it is shown once.") with { Role = AccountRole.User };

    public string Name => "my keys";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(List, call => call.Service<IMyKeys>().ListAsync(call.Caller, call.Page(), call.Stop), ManageFilter.Search("the name")),
        ManageEndpoint.Lists(Spending, call => call.Service<IMyKeys>().SpendingAsync(call.Caller, call.Page(), call.Stop), ManageFilter.Search("the name")),
        ManageEndpoint.Gets(Get, call => call.Service<IMyKeys>().GetAsync(call.Caller, call.Id(), call.Stop)),
        ManageEndpoint.Issues<MyKeyDraft, KeyIssued>(Create, (call, draft) => call.Service<IMyKeys>().CreateAsync(call.Caller, draft, call.Stop), issued => issued.Key.Id.ToString()),
        ManageEndpoint.Edits<KeyTerms, KeyView>(Edit, (call, change) => call.Service<IMyKeys>().EditAsync(call.Caller, call.Id(), change, call.Tag, call.Stop)),
        ManageEndpoint.Deletes(Revoke, call => call.Service<IMyKeys>().RevokeAsync(call.Caller, call.Id(), call.Tag, call.Stop)),
        ManageEndpoint.Acts<KeyRotation, KeyIssued>(Rotate, (call, rotation) => call.Service<IMyKeys>().RotateAsync(call.Caller, call.Id(), rotation, call.Stop)),
    ];
}
