namespace Gantry.Contracts.Manage.Invitations;

/// <summary>Invitations: links to accounts that are made by whoever uses them. They work once, for seven days, and as long as whoever invited may.</summary>
public interface IInvitationAdmin
{
    /// <summary>The newest first.</summary>
    Task<Page<InvitationView>> ListAsync(IActor who, InvitationListQuery query, CancellationToken cancellation);

    /// <exception cref="RefusedException">The address has an account or an open invitation, or mail is asked for and cannot be sent.</exception>
    Task<InvitationIssued> CreateAsync(IActor who, InvitationDraft draft, CancellationToken cancellation);

    /// <summary>Takes one back; its link leads nowhere from then on.</summary>
    Task RevokeAsync(IActor who, Guid id, CancellationToken cancellation);
}
