namespace Gantry.Accounts.Users;

/// <summary>Where passwords, authenticators and recovery codes are kept.</summary>
internal interface ISignInStore
{
    /// <param name="email">In lower case.</param>
    /// <param name="cancellation">Ends the read.</param>
    Task<SignInUser?> FindAsync(string email, CancellationToken cancellation);

    Task<SignInUser?> FindAsync(Guid account, CancellationToken cancellation);

    /// <summary>Every account, by e-mail.</summary>
    Task<IReadOnlyList<SignInUser>> ListAsync(CancellationToken cancellation);

    /// <summary>
    /// Whether an account with the role owner can sign in, or could until its password was reset at the machine: that opens no set-up to
    /// everybody.
    /// </summary>
    Task<bool> HasOwnerAsync(CancellationToken cancellation);

    /// <summary>Writes password and stamp of <paramref name="user"/>, where the store still holds the stamp that it was read with.</summary>
    /// <returns>Whether it was written.</returns>
    Task<bool> SavePasswordAsync(SignInUser user, CancellationToken cancellation);

    /// <summary>Puts the sealed key of an authenticator, or takes it away. Codes of <paramref name="step"/> and before do not count.</summary>
    Task SetTotpAsync(Guid account, byte[]? sealedKey, long? step, CancellationToken cancellation);

    /// <summary>Takes the code of one step of time, once, and only after those that were taken before (reliability S-24).</summary>
    Task<bool> UseTotpStepAsync(Guid account, long step, CancellationToken cancellation);

    /// <summary>The former codes are gone.</summary>
    Task ReplaceRecoveryCodesAsync(Guid account, IReadOnlyList<string> hashes, CancellationToken cancellation);

    /// <summary>Takes a recovery code, once.</summary>
    Task<bool> UseRecoveryCodeAsync(Guid account, string hash, CancellationToken cancellation);

    /// <summary>Takes the password and the links with other services away, and with <paramref name="factors"/> every second factor; ends every session and every open link of the account.</summary>
    Task ResetAsync(Guid account, bool factors, CancellationToken cancellation);
}
