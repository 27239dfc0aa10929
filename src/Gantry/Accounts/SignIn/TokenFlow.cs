using Gantry.Accounts.Passwords;
using Gantry.Accounts.Sessions;
using Gantry.Accounts.Users;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;

namespace Gantry.Accounts.SignIn;

/// <summary>Ways in that begin with a one-time token: the set-up, and a new password.</summary>
internal sealed class TokenFlow(
    SetupDesk setup, OneTimeTokens tokens, AccountDesk accounts, ISignInStore signIns, PasswordDesk passwords, SessionDesk sessions, TryLimit limit,
    SignInEntry entry, SignInAudit audit)
{
    public async Task<SignInStep> SetUpAsync(HttpContext http, string token, string email, string password, CancellationToken cancellation)
    {
        if (SignInSteps.RefusePlain(http) is { } plain) return plain;
        if (await setup.IsDoneAsync(cancellation)) return SignInSteps.TokenGone;
        if (await LookAsync(http, OneTimeTokens.Setup, token, cancellation) is { Refusal: { } refused }) return refused;
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
        var (account, refused) = await LookAsync(http, OneTimeTokens.Password, token, cancellation);
        if (refused is not null) return refused;
        if (account is not { } id || await signIns.FindAsync(id, cancellation) is not { Disabled: false } user) return SignInSteps.TokenGone;
        if (PasswordRules.Refuse(password, user.Email) is { } weak) return SignInSteps.Field("password", weak);
        if (!await tokens.UseAsync(OneTimeTokens.Password, token, cancellation)) return SignInSteps.TokenGone;
        if (await passwords.SetAsync(user, password) is { } reason) return SignInSteps.Field("password", reason);
        await sessions.EndOthersAsync(user.Id, kept: null, cancellation);
        if (user.Role == AccountRole.Owner) setup.Done();
        await audit.WriteAsync(http, user, "password.change", """{"by":"one-time token"}""", cancellation);
        return await entry.AfterPasswordAsync(http, user, remember: false, cancellation);
    }

    private async Task<(Guid? Account, SignInStep? Refusal)> LookAsync(HttpContext http, string purpose, string token, CancellationToken cancellation)
    {
        var (attempt, wait) = await limit.TokenAsync(http, cancellation);
        if (wait is { } time) return (null, SignInSteps.Wait(time));
        var (state, account) = await tokens.LookAsync(purpose, token, cancellation);
        if (state == TokenState.Unknown) return (null, SignInSteps.WrongToken);
        await limit.GiveBackAsync(attempt, cancellation);
        return (account, state == TokenState.Gone ? SignInSteps.TokenGone : null);
    }
}
