namespace Gantry.Contracts.SignIn;

/// <summary>What a link leads to.</summary>
public enum LinkKind
{
    /// <summary>An account that is still to be made.</summary>
    Join,

    /// <summary>Another password for an account.</summary>
    NewPassword,
}
