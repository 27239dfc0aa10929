namespace Gantry.Contracts.SignIn;

/// <summary>Where a person stands after one step of signing in.</summary>
public enum SignInKind
{
    /// <summary>Signed in: the session's cookie is on the response.</summary>
    Done,

    /// <summary>The password was right; a code of the authenticator, a recovery code or a passkey has to follow within ten minutes.</summary>
    NeedsFactor,

    /// <summary>Signed in, but may do nothing before a second factor is set up: administrators must have one (reliability S-24).</summary>
    MustAddFactor,

    /// <summary>Wrong, unknown, disabled: one answer for all.</summary>
    Refused,

    /// <summary>Too many tries; <see cref="SignInStep.RetryAfter"/> says how long to wait.</summary>
    Wait,

    /// <summary>The link or token was used already, or has expired.</summary>
    Gone,
}
