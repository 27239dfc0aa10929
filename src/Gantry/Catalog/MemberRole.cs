namespace Gantry.Catalog;

/// <summary>What somebody may do in a team.</summary>
internal enum MemberRole
{
    /// <summary>Makes keys that the team pays for, and sees what they do.</summary>
    Member,

    /// <summary>Also says who is in the team and what each may spend, and sees everything that the team does.</summary>
    Manager,
}
