using Gantry.Accounts.Factors;
using Gantry.Accounts.Letters;
using Gantry.Accounts.Sessions;
using Gantry.Accounts.Users;
using Gantry.Contracts.SignIn;

namespace Gantry.Accounts.SignIn;

/// <summary>The signed-in person's own sign-in. What changes it needs a fresh proof, adding a factor too: who holds a stolen cookie must not stay by a factor of his own.</summary>
internal sealed class MySecurity(
    IHttpContextAccessor accessor, CurrentSession sessions, SessionDesk desk, ISignInStore signIns, IPasskeyStore passkeyStore, PasswordDesk passwords,
    SecondFactors factors, PasskeyDesk passkeys, TryLimit limit, StepUp stepUp, SignInAudit audit, LetterBox letters, IExternalLogins external, TimeProvider time) : IMySecurity
{
    private static readonly ChangeResult Made = new(Done: true);
    private static readonly ChangeResult SignInFirst = new(Done: false, Message: "Sign in first.");
    private static readonly ChangeResult ProveFirst = new(Done: false, NeedsProof: true, Message: "Present a factor again first.");

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("Security is changed in an HTTP request.");

    public async Task<SecurityState> StateAsync(CancellationToken cancellation)
    {
        var (look, user) = await RequiredAsync(cancellation);
        return new SecurityState
        {
            HasPassword = user.PasswordHash is not null,
            HasTotp = user.TotpKey is not null,
            RecoveryCodesLeft = user.RecoveryCodes,
            Passkeys = [.. (await passkeyStore.ListAsync(user.Id, cancellation)).Select(p => new PasskeyInfo(p.CredentialId, p.Name, p.CreatedAt, p.LastUsedAt))],
            ExternalLogins = await external.ListAsync(user.Id, cancellation),
            Sessions =
            [
                .. (await desk.ListAsync(user.Id, cancellation))
                    .Select(s => new SessionInfo(s.Id, s.Id == look.Row.Id, s.Address, s.Browser, s.BeganAt, s.SeenAt)),
            ],
        };
    }

    public async Task<SignInStep> ProveAsync(string? password, string? code, string? passkey, CancellationToken cancellation)
    {
        if (await MeAsync(cancellation) is not { } me) return SignInSteps.NobodyThere;
        var (look, user) = me;
        switch ((password, code, passkey))
        {
            case (null, null, { } answer):
                if (await passkeys.AssertAsync(Http, answer, user.Id, cancellation) is null) return SignInSteps.WrongPasskey;
                break;
            case (null, { } digits, null):
                if (await GuessAsync(limit.FactorAsync(Http, user.Id, cancellation), () => factors.UseCodeAsync(user, digits, cancellation), cancellation) is { } wrong)
                    return wrong.Kind == SignInKind.Wait ? wrong : SignInSteps.WrongCode;
                break;
            case ({ } typed, null, null):
                // The password is what a second factor is there to mistrust.
                if (user.HasFactor) return SignInSteps.Field("password", "Present your authenticator or a passkey: this account has a second factor.");
                if (await GuessAsync(limit.PasswordAsync(Http, user.Email, cancellation), () => passwords.CheckAsync(user, typed), cancellation) is { } refused)
                    return refused.Kind == SignInKind.Wait ? refused : SignInSteps.Field("password", "The password is wrong.");
                break;
            default:
                return new SignInStep(SignInKind.Refused, "Present one factor.");
        }

        await sessions.RenewAsync(Http, look, time.GetUtcNow(), cancellation);
        return SignInSteps.Done;
    }

    public async Task<ChangeResult> ChangePasswordAsync(string? current, string next, bool endOtherSessions, CancellationToken cancellation)
    {
        if (await MeAsync(cancellation) is not { } me) return SignInFirst;
        var (look, user) = me;
        var provedAt = look.Row.ProvedAt;
        if (current is not null && user.PasswordHash is not null)
        {
            if (await GuessAsync(limit.PasswordAsync(Http, user.Email, cancellation), () => passwords.CheckAsync(user, current), cancellation) is { } wrong)
                return new ChangeResult(false, Message: wrong.Kind == SignInKind.Wait ? wrong.Message : "The present password is wrong.", Field: "current");
            if (!user.HasFactor) provedAt = time.GetUtcNow();
        }
        else if (user.PasswordHash is not null && !user.HasFactor)
        {
            return new ChangeResult(false, Message: "Type the present password.", Field: "current");
        }
        else if (!stepUp.Holds(provedAt))
        {
            return ProveFirst;
        }

        if (await passwords.SetAsync(user, next) is { } reason) return new ChangeResult(false, Message: reason, Field: "next");
        await letters.PasswordChangedAsync(user.Email, cancellation);
        if (endOtherSessions) await desk.EndOthersAsync(user.Id, look.Row.Id, cancellation);
        return await ChangedAsync(look, user, provedAt, "password.change", null, null, cancellation);
    }

    public async Task<TotpSetup> BeginTotpAsync(CancellationToken cancellation)
    {
        var (look, user) = await RequiredAsync(cancellation);
        var key = Totp.NewKey();
        await desk.DraftTotpAsync(look.Row, factors.Draft(look.Row.Id, key), cancellation);
        return new TotpSetup(Totp.Typed(key), Totp.Address(key, SignInPlace.Product, user.Email));
    }

    public async Task<ChangeResult> ConfirmTotpAsync(string code, CancellationToken cancellation)
    {
        if (await MeAsync(cancellation) is not { } me) return SignInFirst;
        var (look, user) = me;
        if (!stepUp.Holds(look.Row.ProvedAt)) return ProveFirst;
        if (look.Row.TotpDraft is not { } draft) return new ChangeResult(false, Message: "Begin again: there is no authenticator to confirm.");
        if (await GuessAsync(limit.FactorAsync(Http, user.Id, cancellation), () => factors.ConfirmAsync(user, look.Row.Id, draft, code, cancellation), cancellation) is { } wrong)
            return new ChangeResult(false, Message: wrong.Kind == SignInKind.Wait ? wrong.Message : "The code is wrong. Is the clock of the phone right?", Field: "code");
        await desk.DraftTotpAsync(look.Row, null, cancellation);
        var codes = await factors.NewRecoveryCodesAsync(user, cancellation);
        return await ChangedAsync(look, user, time.GetUtcNow(), "factor.add", """{"factor":"authenticator"}""", codes, cancellation);
    }

    public async Task<ChangeResult> RemoveTotpAsync(CancellationToken cancellation)
    {
        if (await MeAsync(cancellation) is not { } me) return SignInFirst;
        if (!stepUp.Holds(me.Look.Row.ProvedAt)) return ProveFirst;
        await factors.RemoveTotpAsync(me.User, cancellation);
        return await ChangedAsync(me.Look, me.User, me.Look.Row.ProvedAt, "factor.remove", """{"factor":"authenticator"}""", null, cancellation);
    }

    public async Task<ChangeResult> NewRecoveryCodesAsync(CancellationToken cancellation)
    {
        if (await MeAsync(cancellation) is not { } me) return SignInFirst;
        if (!stepUp.Holds(me.Look.Row.ProvedAt)) return ProveFirst;
        if (!me.User.HasFactor) return new ChangeResult(false, Message: "Recovery codes stand in for a second factor: add one first.");
        var codes = await factors.NewRecoveryCodesAsync(me.User, cancellation);
        return await ChangedAsync(me.Look, me.User, me.Look.Row.ProvedAt, "factor.recovery_codes", null, codes, cancellation);
    }

    public async Task<string> PasskeyCreationAsync(CancellationToken cancellation)
    {
        var (_, user) = await RequiredAsync(cancellation);
        return await passkeys.CreationAsync(Http, user);
    }

    public async Task<ChangeResult> AddPasskeyAsync(string credential, string name, CancellationToken cancellation)
    {
        if (await MeAsync(cancellation) is not { } me) return SignInFirst;
        if (!stepUp.Holds(me.Look.Row.ProvedAt)) return ProveFirst;
        if (await passkeys.AddAsync(Http, me.User, credential, name, cancellation) is { } reason) return new ChangeResult(false, Message: reason);
        return await ChangedAsync(me.Look, me.User, time.GetUtcNow(), "factor.add", """{"factor":"passkey"}""", null, cancellation);
    }

    public async Task<ChangeResult> RemovePasskeyAsync(string id, CancellationToken cancellation)
    {
        if (await MeAsync(cancellation) is not { } me) return SignInFirst;
        if (!stepUp.Holds(me.Look.Row.ProvedAt)) return ProveFirst;
        if (me.User is { PasswordHash: null, Passkeys: <= 1, ExternalLogins: 0 }) return new ChangeResult(false, Message: "This passkey is the only way in: set a password first.");
        if (!await factors.RemovePasskeyAsync(me.User, id, cancellation)) return new ChangeResult(false, Message: "There is no such passkey.");
        return await ChangedAsync(me.Look, me.User, me.Look.Row.ProvedAt, "factor.remove", """{"factor":"passkey"}""", null, cancellation);
    }

    public async Task<ChangeResult> LinkExternalLoginAsync(string provider, CancellationToken cancellation)
    {
        if (await MeAsync(cancellation) is not { } me) return SignInFirst;
        return stepUp.Holds(me.Look.Row.ProvedAt) ? await external.BeginLinkAsync(Http, me.Look.Row, provider, cancellation) : ProveFirst;
    }

    public async Task<ChangeResult> RemoveExternalLoginAsync(string provider, CancellationToken cancellation)
    {
        if (await MeAsync(cancellation) is not { } me) return SignInFirst;
        if (!stepUp.Holds(me.Look.Row.ProvedAt)) return ProveFirst;
        if (await external.RemoveAsync(me.User, provider, cancellation) is { } reason) return new ChangeResult(false, Message: reason);
        return await ChangedAsync(me.Look, me.User, me.Look.Row.ProvedAt, "login.unlink", $$"""{"provider":"{{provider}}"}""", null, cancellation);
    }

    public async Task<ChangeResult> EndSessionAsync(Guid id, CancellationToken cancellation)
    {
        if (await MeAsync(cancellation) is not { } me) return SignInFirst;
        if (id == me.Look.Row.Id) await sessions.EndAsync(Http, cancellation);
        else if (!await desk.EndAsync(me.User.Id, id, cancellation)) return new ChangeResult(false, Message: "There is no such session.");
        await audit.WriteAsync(Http, me.User, "session.end", $$"""{"session":"{{id}}"}""", cancellation);
        return Made;
    }

    public async Task<ChangeResult> EndOtherSessionsAsync(CancellationToken cancellation)
    {
        if (await MeAsync(cancellation) is not { } me) return SignInFirst;
        await desk.EndOthersAsync(me.User.Id, me.Look.Row.Id, cancellation);
        await audit.WriteAsync(Http, me.User, "session.end", """{"session":"all others"}""", cancellation);
        return Made;
    }

    private async Task<(SessionLook Look, SignInUser User)?> MeAsync(CancellationToken cancellation) =>
        await sessions.SignedInAsync(Http, cancellation) is { } look && await signIns.FindAsync(look.Row.AccountId, cancellation) is { Disabled: false } user ? (look, user) : null;

    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    private async Task<(SessionLook Look, SignInUser User)> RequiredAsync(CancellationToken cancellation) =>
        await MeAsync(cancellation) ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <returns>Null where it was right; else what was wrong, or that there were too many tries.</returns>
    private async Task<SignInStep?> GuessAsync(Task<(Guid Try, TimeSpan? Wait)> taking, Func<Task<bool>> compare, CancellationToken cancellation)
    {
        var (attempt, wait) = await taking;
        if (wait is { } time) return SignInSteps.Wait(time);
        if (!await compare()) return SignInSteps.WrongCode;
        await limit.GiveBackAsync(attempt, cancellation);
        return null;
    }

    // Every change of password or factors gives the session another id (reliability S-22).
    private async Task<ChangeResult> ChangedAsync(
        SessionLook look, SignInUser user, DateTimeOffset provedAt, string action, string? what, IReadOnlyList<string>? codes, CancellationToken cancellation)
    {
        desk.Forget(user.Id);
        await sessions.RenewAsync(Http, look, provedAt, cancellation);
        await audit.WriteAsync(Http, user, action, what, cancellation);
        return Made with { RecoveryCodes = codes };
    }
}
