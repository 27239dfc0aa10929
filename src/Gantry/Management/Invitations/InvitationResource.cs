using Gantry.Contracts.Manage.Invitations;
using Gantry.Management.Http;

namespace Gantry.Management.Invitations;

/// <summary>Invitations. One may lead to any role, so that making one asks for a fresh proof.</summary>
internal sealed class InvitationResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("invitations", "listInvitations", ManageScopes.AccountsRead, "List invitations, newest first.");

    public static readonly ManageRoute Create =
        ManageRoute.Post("invitations", "createInvitation", ManageScopes.AccountsWrite, "invitation.create", "Invite an e-mail address to an account; the link is shown once.") with { StepUp = true };

    public static readonly ManageRoute Revoke = ManageRoute.Delete("invitations/{id}", "revokeInvitation", ManageScopes.AccountsWrite, "invitation.revoke", "Take an invitation back, for good.");

    public string Name => "invitations";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(
            List,
            call => call.Service<IInvitationAdmin>().ListAsync(call.Caller, call.FillPage(new InvitationListQuery { Open = call.Flag("open") }), call.Stop),
            ManageFilter.Search("the address"),
            new("open", "Only those that can be used, or only those that cannot.", "boolean")),
        ManageEndpoint.Issues<InvitationDraft, InvitationIssued>(
            Create, (call, draft) => call.Service<IInvitationAdmin>().CreateAsync(call.Caller, draft, call.Stop), issued => issued.Invitation.Id.ToString()),
        ManageEndpoint.Deletes(Revoke, call => call.Service<IInvitationAdmin>().RevokeAsync(call.Caller, call.Id(), call.Stop)),
    ];
}
