namespace Gantry.Contracts.Manage.Invitations;

/// <summary>An invitation that was made just now.</summary>
/// <param name="Invitation">What it says.</param>
/// <param name="Link">Leads to the account, once; shown here and nowhere else. A path where the settings name no <c>public_url</c>.</param>
/// <param name="Mailed">It is on its way to the address.</param>
public sealed record InvitationIssued(InvitationView Invitation, string Link, bool Mailed)
{
    /// <summary>Never shows the link: records print their members by default.</summary>
    public override string ToString() => $"invitation {Invitation.Id}";
}
