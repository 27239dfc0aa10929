namespace Gantry.Accounts.Joining;

/// <summary>Whether somebody is invited now.</summary>
internal enum InvitationVerdict
{
    Invited,

    /// <summary>There is an account of the address.</summary>
    HasAccount,

    /// <summary>There is an open invitation of the address.</summary>
    InvitedBefore,
}
