namespace Gantry.Contracts.SignIn;

/// <summary>Why signing in with, or linking, another service did not go on. Its name is all that an address carries: <c>?problem=Unlinked</c>.</summary>
public enum ExternalProblem
{
    /// <summary>The settings have no such provider.</summary>
    NoProvider,

    /// <summary>The settings name no <c>public_url</c>, so that the provider could send nobody back.</summary>
    NoPublicUrl,

    /// <summary>This browser has not begun it, it took longer than ten minutes, or the answer was used already.</summary>
    Expired,

    /// <summary>The person, or the provider, said no.</summary>
    Declined,

    /// <summary>The provider did not answer, or its answer was not accepted.</summary>
    Unproven,

    /// <summary>No account is linked with this person there, and none may be made.</summary>
    Unlinked,

    /// <summary>An account could be made, but the provider has not verified an e-mail address.</summary>
    NoEmail,

    /// <summary>There is an account of this e-mail address already: its owner signs in and links it.</summary>
    EmailTaken,

    /// <summary>The account is disabled.</summary>
    Closed,

    /// <summary>To be linked, but the session has ended meanwhile.</summary>
    SignedOut,

    /// <summary>To be linked, but this person there belongs to another account, or the account has another of this provider.</summary>
    AlreadyLinked,

    /// <summary>Too many tries from this address.</summary>
    TooMany,

    /// <summary>Signing in needs https.</summary>
    Plain,
}
