namespace Gantry.Contracts.SignIn;

/// <summary>Whether people may make an account for themselves by e-mail.</summary>
public enum RegistrationOffer
{
    /// <summary>Operators make every account.</summary>
    Closed,

    /// <summary>Operators invite.</summary>
    ByInvitation,

    /// <summary>They might, but the gateway cannot send mail: it has no mail server, or no address of its own to name.</summary>
    WithoutMail,

    Open,
}
