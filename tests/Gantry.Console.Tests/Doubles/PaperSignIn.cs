using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Tests.Doubles;

/// <summary>Signing in and out over <see cref="PaperAccounts"/>.</summary>
internal sealed class PaperSignIn(PaperAccounts accounts, IHttpContextAccessor accessor) : ISignIn
{
    private const int Tries = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(14 * 60 - 20);

    private HttpContext Http => accessor.HttpContext!;

    public IReadOnlyList<ExternalProvider> Providers => accounts.Providers;

    public Task<bool> IsSetUpAsync(CancellationToken cancellation) => Locked(() => accounts.People.Count > 0);

    public Task<SignInStep> SetUpAsync(string token, string email, string password, CancellationToken cancellation) => Locked(() =>
    {
        if (token != PaperAccounts.Token) return new SignInStep(SignInKind.Refused, "This set-up token is wrong.", "token");
        if (accounts.TokenUsed) return new SignInStep(SignInKind.Gone);
        if (!email.Contains('@')) return new SignInStep(SignInKind.Refused, "This is no e-mail address.", "email");
        if (password.Length < 12) return new SignInStep(SignInKind.Refused, "Use at least 12 characters.", "password");
        accounts.Begin(Http, accounts.Add(email, password, "owner"), awaitsFactor: false);
        return new SignInStep(SignInKind.MustAddFactor);
    });

    public Task<SignInStep> NewPasswordAsync(string token, string password, CancellationToken cancellation) => Locked(() =>
    {
        if (!token.StartsWith(PaperAccounts.LinkToken, StringComparison.Ordinal)) return new SignInStep(SignInKind.Refused, "This token is wrong.", "token");
        if (accounts.LinkFor is not { } person) return new SignInStep(SignInKind.Gone);
        if (password.Length < 12) return new SignInStep(SignInKind.Refused, "Use at least 12 characters.", "password");
        accounts.LinkFor = null;
        person.Password = password;
        accounts.Begin(Http, person, person.HasFactor);
        return new SignInStep(person.HasFactor ? SignInKind.NeedsFactor : PaperAccounts.Standing(person));
    });

    public Task<SignInStep> WithPasswordAsync(string email, string password, bool remember, CancellationToken cancellation) => Locked(() =>
    {
        var person = accounts.People.Find(p => string.Equals(p.Email, email, StringComparison.OrdinalIgnoreCase));
        if (person?.WrongTries >= Tries) return new SignInStep(SignInKind.Wait, RetryAfter: Pause);
        if (person is null || person.Password != password)
        {
            if (person is not null) person.WrongTries++;
            return new SignInStep(SignInKind.Refused);
        }

        person.WrongTries = 0;
        accounts.Begin(Http, person, person.HasFactor);
        return new SignInStep(person.HasFactor ? SignInKind.NeedsFactor : PaperAccounts.Standing(person));
    });

    public Task<SignInStep> WithCodeAsync(string code, CancellationToken cancellation) =>
        Second(person => person.TakesCode(person.TotpKey, code, accounts.Time.GetUtcNow()), "code");

    public Task<SignInStep> WithRecoveryCodeAsync(string code, CancellationToken cancellation) =>
        Second(person => person.RecoveryCodes.Remove(code.ToLowerInvariant()), "code");

    public Task<string> PasskeyRequestAsync(CancellationToken cancellation) => Locked(accounts.Passkeys.Request);

    public Task<SignInStep> WithPasskeyAsync(string credential, CancellationToken cancellation) => Locked(() =>
    {
        if (accounts.Passkeys.Signed(credential, accounts.People.SelectMany(p => p.Passkeys)) is not { } passkey) return new SignInStep(SignInKind.Refused);
        passkey.LastUsedAt = accounts.Time.GetUtcNow();
        accounts.Begin(Http, accounts.People.First(p => p.Passkeys.Contains(passkey)), awaitsFactor: false);
        return new SignInStep(SignInKind.Done);
    });

    public Task<SignedIn?> CurrentAsync(CancellationToken cancellation) => Locked(() => accounts.Find(Http) is { AwaitsFactor: false } session
        ? new SignedIn(session.Person.Id, session.Person.Email, session.Person.Role, session.Person.MustAddFactor, session.ProvedAt)
        : null);

    public Task SignOutAsync(CancellationToken cancellation) => Locked(() =>
    {
        accounts.End(Http);
        return true;
    });

    private Task<SignInStep> Second(Func<PaperPerson, bool> takes, string field) => Locked(() =>
    {
        if (accounts.Find(Http) is not { AwaitsFactor: true } session) return new SignInStep(SignInKind.Gone);
        if (!takes(session.Person)) return new SignInStep(SignInKind.Refused, Field: field);
        accounts.Begin(Http, session.Person, awaitsFactor: false);
        return new SignInStep(SignInKind.Done);
    });

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (accounts.Gate)
        {
            return Task.FromResult(work());
        }
    }
}
