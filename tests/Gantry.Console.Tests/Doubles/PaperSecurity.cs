using System.Security.Cryptography;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Tests.Doubles;

/// <summary>One's own security over <see cref="PaperAccounts"/>.</summary>
internal sealed class PaperSecurity(PaperAccounts accounts, IHttpContextAccessor accessor) : IMySecurity
{
    private static readonly TimeSpan Proof = TimeSpan.FromMinutes(5);
    private static readonly ChangeResult Done = new(Done: true);

    private HttpContext Http => accessor.HttpContext!;

    public Task<SecurityState> StateAsync(CancellationToken cancellation) => Mine((person, mine) => new SecurityState
    {
        HasPassword = person.Password is not null,
        HasTotp = person.TotpKey is not null,
        RecoveryCodesLeft = person.RecoveryCodes.Count,
        Passkeys = person.PasskeyList(),
        ExternalLogins = [.. person.ExternalLogins],
        Sessions =
        [
            .. accounts.Sessions.Values.Where(s => s.Person == person && !s.AwaitsFactor)
                .Select(s => new SessionInfo(s.Id, s == mine, s.Address, s.Browser, s.CreatedAt, accounts.Time.GetUtcNow())),
        ],
    });

    public Task<SignInStep> ProveAsync(string? password, string? code, string? passkey, CancellationToken cancellation) => Mine((person, mine) =>
    {
        var proved = (password, code, passkey) switch
        {
            ({ } given, null, null) => !person.HasFactor && given == person.Password,
            (null, { } given, null) => person.TakesCode(person.TotpKey, given, accounts.Time.GetUtcNow()),
            (null, null, { } given) => accounts.Passkeys.Signed(given, person.Passkeys) is not null,
            _ => false,
        };
        if (!proved) return new SignInStep(SignInKind.Refused);
        mine.ProvedAt = accounts.Time.GetUtcNow();
        return new SignInStep(SignInKind.Done);
    });

    public Task<ChangeResult> ChangePasswordAsync(string? current, string next, bool endOtherSessions, CancellationToken cancellation) => Mine((person, mine) =>
    {
        if (person.Password is not null && current != person.Password) return Wrong("This is not your current password.", "current");
        if (next.Length < 12) return Wrong("Use at least 12 characters.", "next");
        person.Password = next;
        if (endOtherSessions) EndOthers(person, mine);
        return Renewed(mine);
    });

    public Task<TotpSetup> BeginTotpAsync(CancellationToken cancellation) => Mine((person, _) =>
    {
        person.PendingTotpKey = RandomNumberGenerator.GetBytes(20);
        var key = Totp.Write(person.PendingTotpKey);
        return new TotpSetup(string.Join(' ', key.Chunk(4).Select(four => new string(four))), $"otpauth://totp/Gantry:{Uri.EscapeDataString(person.Email)}?secret={key}&issuer=Gantry");
    });

    public Task<ChangeResult> ConfirmTotpAsync(string code, CancellationToken cancellation) => Proved((person, mine) =>
    {
        if (!person.TakesCode(person.PendingTotpKey, code, accounts.Time.GetUtcNow())) return new ChangeResult(Done: false);
        person.TotpKey = person.PendingTotpKey;
        return Renewed(mine) with { RecoveryCodes = NewCodes(person) };
    });

    public Task<ChangeResult> RemoveTotpAsync(CancellationToken cancellation) => Proved((person, mine) =>
    {
        person.TotpKey = null;
        person.RecoveryCodes.Clear();
        return Renewed(mine);
    });

    public Task<ChangeResult> NewRecoveryCodesAsync(CancellationToken cancellation) => Proved((person, _) => Done with { RecoveryCodes = NewCodes(person) });

    public Task<string> PasskeyCreationAsync(CancellationToken cancellation) => Mine((person, _) => accounts.Passkeys.Creation(person));

    public Task<ChangeResult> AddPasskeyAsync(string credential, string name, CancellationToken cancellation) => Proved((person, mine) =>
    {
        if (accounts.Passkeys.Created(credential) is not var (id, key)) return Wrong("The browser's answer was not understood.");
        person.Passkeys.Add(new PaperPasskey(id, name, key, accounts.Time.GetUtcNow()));
        return Renewed(mine);
    });

    public Task<ChangeResult> RemovePasskeyAsync(string id, CancellationToken cancellation) => Proved((person, mine) =>
        person.Passkeys.RemoveAll(p => p.Id == id) > 0 ? Renewed(mine) : Wrong("There is no such passkey."));

    public Task<ChangeResult> LinkExternalLoginAsync(string provider, CancellationToken cancellation) => Proved((_, _) => Wrong("Nobody can be linked on paper."));

    public Task<ChangeResult> RemoveExternalLoginAsync(string provider, CancellationToken cancellation) => Proved((person, _) =>
        person.ExternalLogins.Remove(provider) ? Done : Wrong("There is no such sign-in."));

    public Task<ChangeResult> EndSessionAsync(Guid id, CancellationToken cancellation) => Mine((person, _) =>
        accounts.Sessions.FirstOrDefault(s => s.Value.Id == id && s.Value.Person == person).Key is { } secret && accounts.Sessions.Remove(secret)
            ? Done
            : Wrong("There is no such session."));

    public Task<ChangeResult> EndOtherSessionsAsync(CancellationToken cancellation) => Mine((person, mine) =>
    {
        EndOthers(person, mine);
        return Done;
    });

    private static ChangeResult Wrong(string message, string? field = null) => new(Done: false, Message: message, Field: field);

    private static List<string> NewCodes(PaperPerson person)
    {
        person.RecoveryCodes.Clear();
        while (person.RecoveryCodes.Count < 10)
        {
            var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5));
            person.RecoveryCodes.Add($"{code[..5]}-{code[5..]}");
        }

        return [.. person.RecoveryCodes];
    }

    private ChangeResult Renewed(PaperSession mine)
    {
        accounts.Renew(Http, mine);
        return Done;
    }

    private void EndOthers(PaperPerson person, PaperSession mine)
    {
        foreach (var (secret, _) in accounts.Sessions.Where(s => s.Value.Person == person && s.Value != mine).ToList()) accounts.Sessions.Remove(secret);
    }

    private Task<ChangeResult> Proved(Func<PaperPerson, PaperSession, ChangeResult> change) => Mine((person, mine) =>
        accounts.Time.GetUtcNow() - mine.ProvedAt > Proof ? new ChangeResult(Done: false, NeedsProof: true) : change(person, mine));

    private Task<T> Mine<T>(Func<PaperPerson, PaperSession, T> work)
    {
        lock (accounts.Gate)
        {
            var session = accounts.Find(Http) ?? throw new InvalidOperationException("Nobody is signed in.");
            return Task.FromResult(work(session.Person, session));
        }
    }
}
