using Gantry.Accounts.Sessions;
using Gantry.Accounts.Users;
using Gantry.Contracts.SignIn;

namespace Gantry.Accounts.SignIn;

/// <summary>Signing in and out. Set-up and new passwords are <see cref="TokenFlow"/>'s.</summary>
internal sealed class SignInFlow(
    IHttpContextAccessor accessor, CurrentSession sessions, SetupDesk setup, TokenFlow tokens, ISignInStore signIns, PasswordDesk passwords,
    SecondFactors factors, PasskeyDesk passkeys, TryLimit limit, SignInEntry entry, SignInAudit audit, IExternalLogins external) : ISignIn
{
    public IReadOnlyList<ExternalProvider> Providers => external.Providers;

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("Signing in needs an HTTP request.");

    public async Task<bool> IsSetUpAsync(CancellationToken cancellation) => await setup.IsDoneAsync(cancellation);

    public Task<SignInStep> SetUpAsync(string token, string email, string password, CancellationToken cancellation) =>
        tokens.SetUpAsync(Http, token, email, password, cancellation);

    public Task<SignInStep> NewPasswordAsync(string token, string password, CancellationToken cancellation) => tokens.NewPasswordAsync(Http, token, password, cancellation);

    public async Task<SignInStep> WithPasswordAsync(string email, string password, bool remember, CancellationToken cancellation)
    {
        if (SignInSteps.RefusePlain(Http) is { } plain) return plain;
        var normal = AccountDesk.Normal(email);
        var (attempt, wait) = await limit.PasswordAsync(Http, normal, cancellation);
        if (wait is { } time) return audit.Refused(Http, SignInSteps.Wait(time), null, "too_many_tries");
        var user = await signIns.FindAsync(normal, cancellation);
        if (!await passwords.CheckAsync(user, password) || user is not { Disabled: false }) return audit.Refused(Http, SignInSteps.WrongPassword, user, "wrong_password");
        await limit.GiveBackAsync(attempt, cancellation);
        return await entry.AfterPasswordAsync(Http, user, remember, cancellation);
    }

    public Task<SignInStep> WithCodeAsync(string code, CancellationToken cancellation) => SecondStepAsync(user => factors.UseCodeAsync(user, code, cancellation), "code", cancellation);

    public Task<SignInStep> WithRecoveryCodeAsync(string code, CancellationToken cancellation) =>
        SecondStepAsync(user => factors.UseRecoveryCodeAsync(user, code, cancellation), "recovery code", cancellation);

    public async Task<string> PasskeyRequestAsync(CancellationToken cancellation)
    {
        var look = await sessions.FindAsync(Http, cancellation);
        return await passkeys.RequestAsync(Http, look is null ? null : await signIns.FindAsync(look.Row.AccountId, cancellation));
    }

    public async Task<SignInStep> WithPasskeyAsync(string credential, CancellationToken cancellation)
    {
        if (SignInSteps.RefusePlain(Http) is { } plain) return plain;
        var look = await sessions.FindAsync(Http, cancellation);
        var user = await passkeys.AssertAsync(Http, credential, look?.Row.AccountId, cancellation);
        if (user is not { Disabled: false }) return audit.Refused(Http, SignInSteps.WrongPasskey, user, "wrong_passkey");
        return await entry.EnterAsync(Http, user, look?.Row.Remember ?? false, "passkey", cancellation);
    }

    public async Task<SignedIn?> CurrentAsync(CancellationToken cancellation)
    {
        if (accessor.HttpContext is not { } http || await sessions.SignedInAsync(http, cancellation) is not { } look) return null;
        return new SignedIn(look.Row.AccountId, look.Email, Catalog.EnumWords.Of(look.Role), look.MustAddFactor, look.Row.ProvedAt);
    }

    public async Task SignOutAsync(CancellationToken cancellation)
    {
        if (await sessions.SignedInAsync(Http, cancellation) is { } look && await signIns.FindAsync(look.Row.AccountId, cancellation) is { } user)
            await audit.WriteAsync(Http, user, "session.end", cancellation: cancellation);
        await sessions.EndAsync(Http, cancellation);
    }

    private async Task<SignInStep> SecondStepAsync(Func<SignInUser, Task<bool>> use, string factor, CancellationToken cancellation)
    {
        if (await sessions.FindAsync(Http, cancellation) is not { Row.Stage: SessionStage.AwaitsFactor } look) return SignInSteps.StepGone;
        var (attempt, wait) = await limit.FactorAsync(Http, look.Row.AccountId, cancellation);
        var user = await signIns.FindAsync(look.Row.AccountId, cancellation);
        if (wait is { } time) return audit.Refused(Http, SignInSteps.Wait(time), user, "too_many_tries");
        if (user is not { Disabled: false } || !await use(user)) return audit.Refused(Http, SignInSteps.WrongCode, user, "wrong_code");
        await limit.GiveBackAsync(attempt, cancellation);
        return await entry.EnterAsync(Http, user, look.Row.Remember, factor, cancellation);
    }
}
