namespace Gantry.Contracts.SignIn;

/// <summary>
/// What the signed-in person may do with its own sign-in, for the current HTTP request. What weakens an account asks for a proof of the last
/// five minutes. A change of password or factors begins the session anew, with another cookie (reliability S-22).
/// </summary>
public interface IMySecurity
{
    Task<SecurityState> StateAsync(CancellationToken cancellation);

    /// <summary>Presents the password, six digits of the authenticator, or the JSON of a passkey's answer; exactly one.</summary>
    Task<SignInStep> ProveAsync(string? password, string? code, string? passkey, CancellationToken cancellation);

    Task<ChangeResult> ChangePasswordAsync(string? current, string next, bool endOtherSessions, CancellationToken cancellation);

    Task<TotpSetup> BeginTotpAsync(CancellationToken cancellation);

    /// <summary>Turns the authenticator on; answers with ten recovery codes.</summary>
    Task<ChangeResult> ConfirmTotpAsync(string code, CancellationToken cancellation);

    Task<ChangeResult> RemoveTotpAsync(CancellationToken cancellation);

    /// <summary>The former codes stop working.</summary>
    Task<ChangeResult> NewRecoveryCodesAsync(CancellationToken cancellation);

    /// <summary>The JSON of <c>PublicKeyCredentialCreationOptions</c> (WebAuthn level 3, §5.4).</summary>
    Task<string> PasskeyCreationAsync(CancellationToken cancellation);

    /// <param name="credential">The JSON of <c>PublicKeyCredential</c> as the browser made it.</param>
    /// <param name="name">How its owner calls it.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<ChangeResult> AddPasskeyAsync(string credential, string name, CancellationToken cancellation);

    Task<ChangeResult> RemovePasskeyAsync(string id, CancellationToken cancellation);

    /// <summary>Begins to link a provider; <see cref="ChangeResult.GoTo"/> is where it asks the person.</summary>
    Task<ChangeResult> LinkExternalLoginAsync(string provider, CancellationToken cancellation);

    Task<ChangeResult> RemoveExternalLoginAsync(string provider, CancellationToken cancellation);

    Task<ChangeResult> EndSessionAsync(Guid id, CancellationToken cancellation);

    Task<ChangeResult> EndOtherSessionsAsync(CancellationToken cancellation);
}
