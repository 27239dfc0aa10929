using Gantry.Contracts.Manage.Keys;
using Gantry.Management.Http;

namespace Gantry.Management.Keys;

/// <summary>The keys of all accounts.</summary>
internal sealed class KeyResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("keys", "listKeys", ManageScopes.KeysRead, "List the client keys of all accounts.");
    public static readonly ManageRoute Get = ManageRoute.Get("keys/{id}", "getKey", ManageScopes.KeysRead, "Show a client key.");
    public static readonly ManageRoute Create = ManageRoute.Post("keys", "createKey", ManageScopes.KeysWrite, "key.create", "Make a client key; its secret is shown once.");
    public static readonly ManageRoute Edit = ManageRoute.Patch("keys/{id}", "editKey", ManageScopes.KeysWrite, "key.edit", "Edit a client key.");
    public static readonly ManageRoute Revoke = ManageRoute.Delete("keys/{id}", "revokeKey", ManageScopes.KeysWrite, "key.revoke", "Revoke a client key, for good.");
    public static readonly ManageRoute Rotate = ManageRoute.Post("keys/{id}/rotate", "rotateKey", ManageScopes.KeysWrite, "key.rotate", "Give a client key another secret; it is shown once.");

    public string Name => "keys";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(
            List,
            call => call.Service<IKeyAdmin>().ListAsync(call.Caller, call.FillPage(new KeyQuery { AccountId = call.IdQuery("account_id"), Revoked = call.Flag("revoked") }), call.Stop),
            ManageFilter.Search("the name"),
            new("account_id", "Only those of this account."),
            new("revoked", "Only revoked ones, or only those in use.", "boolean")),
        ManageEndpoint.Gets(Get, call => call.Service<IKeyAdmin>().GetAsync(call.Caller, call.Id(), call.Stop)),
        ManageEndpoint.Issues<KeyDraft, KeyIssued>(Create, (call, draft) => call.Service<IKeyAdmin>().CreateAsync(call.Caller, draft, call.Stop), issued => issued.Key.Id.ToString()),
        ManageEndpoint.Edits<KeyTerms, KeyView>(Edit, (call, change) => call.Service<IKeyAdmin>().EditAsync(call.Caller, call.Id(), change, call.Tag, call.Stop)),
        ManageEndpoint.Deletes(Revoke, call => call.Service<IKeyAdmin>().RevokeAsync(call.Caller, call.Id(), call.Tag, call.Stop)),
        ManageEndpoint.Acts<KeyRotation, KeyIssued>(Rotate, (call, rotation) => call.Service<IKeyAdmin>().RotateAsync(call.Caller, call.Id(), rotation, call.Stop)),
    ];
}
