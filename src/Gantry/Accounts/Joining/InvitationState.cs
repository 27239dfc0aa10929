namespace Gantry.Accounts.Joining;

/// <summary>What a link to an account is worth.</summary>
internal enum InvitationState
{
    Open,
    Used,
    Revoked,
    Expired,
}
