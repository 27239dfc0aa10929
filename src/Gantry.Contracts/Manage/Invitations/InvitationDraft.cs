using Gantry.Contracts.Manage.Accounts;

namespace Gantry.Contracts.Manage.Invitations;

/// <summary>Somebody to be invited, and what the account shall be.</summary>
public sealed record InvitationDraft : AccountTerms
{
    /// <summary>The account will have this address and no other.</summary>
    public required string Email { get; init; }

    /// <summary><c>user</c>; <c>admin</c> and <c>owner</c> are an owner's to invite.</summary>
    public string Role { get; init; } = "user";

    /// <summary>Send the link to the address; else whoever invites hands it over.</summary>
    public bool Mail { get; init; }
}
