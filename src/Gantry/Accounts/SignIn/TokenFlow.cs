using Gantry.Accounts.Letters;
using Gantry.Accounts.Passwords;
using Gantry.Accounts.Sessions;
using Gantry.Accounts.Users;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;

namespace Gantry.Accounts.SignIn;

/// <summary>Ways in that begin with a one-time token: the set-up, and a new password.</summary>
internal sealed class TokenFlow(
    SetupDesk setup, OneTimeTokens tokens, AccountDesk accounts, ISignInStore signIns, PasswordDesk passwords, SessionDesk sessions, TryLimit limit,
    SignInEntry entry, SignInAudit audit, LetterBox letters)
{
    public async Task<SignInStep> SetUpAsync(HttpContext http, string token, string email, string password, CancellationToken cancellation)
    {
        if (SignInSteps.RefusePlain(http) is { } plain) return plain;
        if (await setup.IsDoneAsync(cancellation)) return SignInSteps.TokenGone;
        if (await LookAsync(http, OneTimeTokens.Setup, token, cancellation) is { } refused) return refused;
        var normal = AccountDesk.Normal(email);
        if ((AccountDesk.Refuse(normal) ?? await accounts.RefuseOwnerAsync(normal, cancellation)) is { } wrong) return SignInSteps.Field("email", wrong);
        if (PasswordRules.Refuse(password, normal) is { } weak) return SignInSteps.Field("password", weak);
        // From here on the token is worth nothing, whatever else happens.
        if (!await setup.UseAsync(token, cancellation)) return SignInSteps.TokenGone;
        var (row, refusal) = await accounts.OwnAsync(normal, SignInAudit.Note(http, null, normal, "setup"), cancellation);
        if (row is null || await signIns.FindAsync(row.Id, cancellation) is not { } user) return SignInSteps.Field("email", refusal ?? "The account is gone.");
        if (await passwords.SetAsync(user, password) is { } reason) return SignInSteps.Field("password", reason);
        setup.Done();
        await audit.WriteAsync(http, user, "setup", """{"role":"owner"}""", cancellation);
        return await entry.AfterPasswordAsync(http, user, remember: false, cancellation);
    }

    public async Task<SignInStep> NewPasswordAsync(HttpContext http, string token, string password, CancellationToken cancellation)
    {
        if (SignInSteps.RefusePlain(http) is { } plain) return plain;
        var (found, purpose, refused) = await FindNewPasswordAsync(http, token, cancellation);
        if (refused is not null) return refused;
        var user = found!;
        if (PasswordRules.Refuse(password, user.Email) is { } weak) return SignInSteps.Field("password", weak);
        if (!await tokens.UseAsync(purpose, token, cancellation)) return SignInSteps.TokenGone;
        if (await passwords.SetAsync(user, password) is { } reason) return SignInSteps.Field("password", reason);
        await sessions.EndOthersAsync(user.Id, kept: null, cancellation);
        if (user.Role == AccountRole.Owner) setup.Done();
        await audit.WriteAsync(http, user, "password.change", purpose == OneTimeTokens.Mailed ? """{"by":"link by mail"}""" : """{"by":"one-time token"}""", cancellation);
        await letters.PasswordChangedAsync(user.Email, cancellation);
        return await entry.AfterPasswordAsync(http, user, remember: false, cancellation);
    }

    /// <summary>Whose password a link changes, without using it; and what it is.</summary>
    public async Task<(SignInUser? User, string Purpose, SignInStep? Refusal)> FindNewPasswordAsync(HttpContext http, string token, CancellationToken cancellation)
    {
        var (attempt, wait) = await limit.TokenAsync(http, cancellation);
        if (wait is { } time) return (null, "", audit.Refused(http, SignInSteps.Wait(time), null, "too_many_tries"));
        foreach (var purpose in (string[])[OneTimeTokens.Password, OneTimeTokens.Mailed])
        {
            var (state, account) = await tokens.LookAsync(purpose, token, cancellation);
            if (state == TokenState.Unknown) continue;
            await limit.GiveBackAsync(attempt, cancellation);
            return state == TokenState.Open && account is { } id && await signIns.FindAsync(id, cancellation) is { Disabled: false } user
                ? (user, purpose, null)
                : (null, purpose, SignInSteps.TokenGone);
        }

        return (null, "", audit.Refused(http, SignInSteps.WrongToken, null, "wrong_link"));
    }

    private async Task<SignInStep?> LookAsync(HttpContext http, string purpose, string token, CancellationToken cancellation)
    {
        var (attempt, wait) = await limit.TokenAsync(http, cancellation);
        if (wait is { } time) return SignInSteps.Wait(time);
        var (state, _) = await tokens.LookAsync(purpose, token, cancellation);
        if (state == TokenState.Unknown) return SignInSteps.WrongToken;
        await limit.GiveBackAsync(attempt, cancellation);
        return state == TokenState.Gone ? SignInSteps.TokenGone : null;
    }
}
