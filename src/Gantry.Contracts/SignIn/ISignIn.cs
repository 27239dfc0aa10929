namespace Gantry.Contracts.SignIn;

/// <summary>
/// Signing in and out, for the current HTTP request: cookies go to its response, limits count its address. Every refusal is a step, never
/// an exception.
/// </summary>
public interface ISignIn
{
    /// <summary>Whether the gateway has an owner who can sign in. Until then only the set-up page is open (reliability S-1).</summary>
    Task<bool> IsSetUpAsync(CancellationToken cancellation);

    /// <summary>Makes the owner with the one-time token that the first start has written, and signs it in.</summary>
    Task<SignInStep> SetUpAsync(string token, string email, string password, CancellationToken cancellation);

    /// <summary>Sets a password with the one-time token that <c>gantry user</c> has printed, ends every session of the account, and goes on as after the first step.</summary>
    Task<SignInStep> NewPasswordAsync(string token, string password, CancellationToken cancellation);

    /// <summary>The first step, or the only one where the account has no second factor.</summary>
    Task<SignInStep> WithPasswordAsync(string email, string password, bool remember, CancellationToken cancellation);

    /// <summary>The second step: six digits of the authenticator.</summary>
    Task<SignInStep> WithCodeAsync(string code, CancellationToken cancellation);

    /// <summary>The second step with one of the codes kept for the loss of the authenticator; each works once.</summary>
    Task<SignInStep> WithRecoveryCodeAsync(string code, CancellationToken cancellation);

    /// <summary>What the browser is to sign: the JSON of <c>PublicKeyCredentialRequestOptions</c> (WebAuthn level 3, §5.5).</summary>
    Task<string> PasskeyRequestAsync(CancellationToken cancellation);

    /// <summary>Signs in by what the browser has signed: a passkey is both factors.</summary>
    /// <param name="credential">The JSON of <c>PublicKeyCredential</c>.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<SignInStep> WithPasskeyAsync(string credential, CancellationToken cancellation);

    /// <summary>The session of this request; null where nobody is signed in.</summary>
    Task<SignedIn?> CurrentAsync(CancellationToken cancellation);

    /// <summary>Ends the session, in the store as well: its cookie is worth nothing afterwards.</summary>
    Task SignOutAsync(CancellationToken cancellation);

    /// <summary>Who else vouches for people here.</summary>
    IReadOnlyList<ExternalProvider> Providers { get; }
}
