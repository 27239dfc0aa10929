namespace Gantry.Accounts.Sessions;

/// <summary>How far a session has come.</summary>
internal enum SessionStage
{
    /// <summary>The password was right; a second factor has to follow.</summary>
    AwaitsFactor,

    SignedIn,
}
