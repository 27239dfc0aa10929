using Gantry.Accounts.Factors;
using Gantry.Accounts.Users;
using Gantry.Secrets;

namespace Gantry.Accounts.SignIn;

/// <summary>Authenticator and recovery codes of an account. Each code is taken once.</summary>
internal sealed class SecondFactors(ISignInStore signIns, IPasskeyStore passkeys, SecretSeal seal, KeyHasher hasher, TimeProvider time)
{
    public async Task<bool> UseCodeAsync(SignInUser user, string code, CancellationToken cancellation) =>
        user.TotpKey is { } box
        && Totp.Match(seal.OpenBytes(box, KeyCell(user.Id)), code, time.GetUtcNow()) is { } step
        && await signIns.UseTotpStepAsync(user.Id, step, cancellation);

    public Task<bool> UseRecoveryCodeAsync(SignInUser user, string code, CancellationToken cancellation) =>
        signIns.UseRecoveryCodeAsync(user.Id, RecoveryCodes.Hash(hasher, user.Id, code), cancellation);

    /// <summary>Seals the key of an authenticator that is to be confirmed in the session that asks.</summary>
    public byte[] Draft(Guid session, byte[] key) => seal.Seal(key, DraftCell(session));

    /// <summary>Turns an authenticator on, where the code is one of it. The code does not count again.</summary>
    public async Task<bool> ConfirmAsync(SignInUser user, Guid session, byte[] draft, string code, CancellationToken cancellation)
    {
        var key = seal.OpenBytes(draft, DraftCell(session));
        if (Totp.Match(key, code, time.GetUtcNow()) is not { } step) return false;
        await signIns.SetTotpAsync(user.Id, seal.Seal(key, KeyCell(user.Id)), step, cancellation);
        return true;
    }

    /// <summary>Ten new codes; the former ones stop working.</summary>
    public async Task<IReadOnlyList<string>> NewRecoveryCodesAsync(SignInUser user, CancellationToken cancellation)
    {
        var codes = RecoveryCodes.New();
        await signIns.ReplaceRecoveryCodesAsync(user.Id, [.. codes.Select(code => RecoveryCodes.Hash(hasher, user.Id, code))], cancellation);
        return codes;
    }

    public async Task RemoveTotpAsync(SignInUser user, CancellationToken cancellation)
    {
        await signIns.SetTotpAsync(user.Id, null, null, cancellation);
        if (user.Passkeys == 0) await signIns.ReplaceRecoveryCodesAsync(user.Id, [], cancellation);
    }

    /// <returns>Whether the account had it.</returns>
    public async Task<bool> RemovePasskeyAsync(SignInUser user, string credentialId, CancellationToken cancellation)
    {
        if (!await passkeys.RemoveAsync(user.Id, credentialId, cancellation)) return false;
        // Codes stand in for a factor: without one they stand for nothing.
        if (user.TotpKey is null && user.Passkeys <= 1) await signIns.ReplaceRecoveryCodesAsync(user.Id, [], cancellation);
        return true;
    }

    private static SealContext KeyCell(Guid account) => new("sign_ins", account.ToString(), "totp_sealed");

    private static SealContext DraftCell(Guid session) => new("sessions", session.ToString(), "draft_sealed");
}
