namespace Gantry.Contracts.SignIn;

/// <summary>
/// How people get in who have no password yet, or none any more, for the current HTTP request. Nothing here tells whether an address has an account: what is
/// asked for by address is taken in the same way for all, and its mail is worked out when the request has been answered.
/// </summary>
public interface IJoining
{
    JoinOffer Offer { get; }

    /// <summary>Asks for a mail with a link to a new account; who has one already is told so by mail.</summary>
    /// <returns>Null where it is taken; else why not.</returns>
    Task<SignInStep?> RegisterAsync(string email, CancellationToken cancellation);

    /// <summary>Asks for a mail with a link to a new password.</summary>
    /// <returns>Null where it is taken; else why not.</returns>
    Task<SignInStep?> ForgotAsync(string email, CancellationToken cancellation);

    /// <summary>Looks at what a link holds, without using it.</summary>
    Task<LinkLook> LookAsync(LinkKind kind, string token, CancellationToken cancellation);

    /// <summary>Makes the account that a link leads to, and signs it in. A password that is refused leaves the link as it is.</summary>
    Task<SignInStep> JoinAsync(string token, string password, CancellationToken cancellation);
}
