using System.Buffers.Text;
using System.Security.Cryptography;
using Gantry.Accounts.Sessions;
using Gantry.Accounts.SignIn;
using Gantry.Accounts.Users;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;

namespace Gantry.Accounts.External;

/// <summary>
/// Signing in with other services, and linking them (reliability S-23). Accounts are found by issuer and subject alone: an e-mail address that somebody
/// else vouches for opens none. A service stands in for the password, so that second factors are asked for as ever.
/// </summary>
internal sealed partial class ExternalFlow(
    ExternalWay way, ExternalCookie cookie, CodeFlow codes, SignInPlace place, IExternalLoginStore logins, ISignInStore signIns, AccountDesk accounts,
    CurrentSession sessions, SessionDesk desk, TryLimit limit, SignInEntry entry, SignInAudit audit, TimeProvider time, ILogger<ExternalFlow> log)
{
    private const int LongestReturn = 1_000;

    /// <summary>Remembers the browser and says where it is to go.</summary>
    /// <param name="http">The request whose response gets the cookie.</param>
    /// <param name="name">The provider.</param>
    /// <param name="returnUrl">Where the person wants to go afterwards.</param>
    /// <param name="link">The session whose account is to be linked; null to sign in.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<(string? Address, ExternalProblem? Problem)> BeginAsync(HttpContext http, string name, string? returnUrl, SessionRow? link, CancellationToken cancellation)
    {
        if (way.Find(name) is not { } provider) return (null, ExternalProblem.NoProvider);
        if (SignInSteps.RefusePlain(http) is not null) return (null, ExternalProblem.Plain);
        if (RedirectAddress.Of(http, place, name) is not { } redirect) return (null, ExternalProblem.NoPublicUrl);
        var visit = new ExternalVisit(
            name, Secret(), Secret(), Secret(), redirect, returnUrl is { Length: <= LongestReturn } ? returnUrl : null, link?.AccountId, link?.Id, time.GetUtcNow() + ExternalCookie.Life);
        try
        {
            var address = await codes.AddressAsync(provider, visit, cancellation);
            cookie.Keep(http, visit);
            return (address, null);
        }
        catch (ExternalException failure)
        {
            Refused(name, failure.Message);
            return (null, ExternalProblem.Unproven);
        }
    }

    /// <summary>Judges what came back.</summary>
    /// <returns>How far the person got; with the visit, where it was this browser's.</returns>
    public async Task<(SignInStep? Step, ExternalProblem? Problem, ExternalVisit? Visit)> FinishAsync(HttpContext http, string name, CancellationToken cancellation)
    {
        if (SignInSteps.RefusePlain(http) is not null) return (null, ExternalProblem.Plain, null);
        var (attempt, wait) = await limit.TokenAsync(http, cancellation);
        if (wait is not null) return (null, ExternalProblem.TooMany, null);
        var answer = http.Request.Query;
        if (await cookie.TakeAsync(http, name, answer["state"].ToString(), cancellation) is not { } visit) return (null, ExternalProblem.Expired, null);
        if (way.Find(name) is not { } provider) return (null, ExternalProblem.NoProvider, visit);
        if (answer["code"].ToString() is not { Length: > 0 } code || answer.ContainsKey("error")) return (null, ExternalProblem.Declined, visit);
        try
        {
            var person = await codes.RedeemAsync(provider, visit, code, answer["iss"].ToString() is { Length: > 0 } issuer ? issuer : null, cancellation);
            await limit.GiveBackAsync(attempt, cancellation);
            var (step, problem) = visit.Account is { } account
                ? await LinkAsync(http, provider, person, account, visit.Session, cancellation)
                : await EnterAsync(http, provider, person, cancellation);
            return (step, problem, visit);
        }
        catch (ExternalException failure)
        {
            Refused(name, failure.Message);
            return (null, ExternalProblem.Unproven, visit);
        }
    }

    private async Task<(SignInStep? Step, ExternalProblem? Problem)> EnterAsync(HttpContext http, SignInProvider provider, ExternalPerson person, CancellationToken cancellation)
    {
        var account = await logins.FindAsync(provider.Name, person.Issuer, person.Subject, cancellation);
        if (account is null)
        {
            var (made, problem) = await RegisterAsync(http, provider, person, cancellation);
            if (problem is not null) return (null, problem);
            account = made;
        }

        if (await signIns.FindAsync(account!.Value, cancellation) is not { Disabled: false } user) return (null, ExternalProblem.Closed);
        return (await entry.AfterFirstAsync(http, user, remember: false, provider.Name, cancellation), null);
    }

    private async Task<(Guid? Account, ExternalProblem? Problem)> RegisterAsync(HttpContext http, SignInProvider provider, ExternalPerson person, CancellationToken cancellation)
    {
        if (way.Registration() is not { Mode: RegistrationMode.Open } terms) return (null, ExternalProblem.Unlinked);
        if (person.Email is not { } email) return (null, ExternalProblem.NoEmail);
        if (!terms.Admits(email)) return (null, ExternalProblem.Unlinked);
        try
        {
            var row = await accounts.AddAsync(email, AccountRole.User, SignInAudit.Note(http, null, email, "account.register"), cancellation);
            return await logins.AddAsync(provider.Name, person.Issuer, person.Subject, row.Id, cancellation) ? (row.Id, null) : (null, ExternalProblem.AlreadyLinked);
        }
        catch (CatalogRefusedException)
        {
            // The address is judged, so somebody has it.
            return (null, ExternalProblem.EmailTaken);
        }
    }

    private async Task<(SignInStep? Step, ExternalProblem? Problem)> LinkAsync(
        HttpContext http, SignInProvider provider, ExternalPerson person, Guid account, Guid? session, CancellationToken cancellation)
    {
        if (await sessions.SignedInAsync(http, cancellation) is not { } look || look.Row.AccountId != account || look.Row.Id != session
            || await signIns.FindAsync(account, cancellation) is not { Disabled: false } user)
        {
            return (null, ExternalProblem.SignedOut);
        }

        if (!await logins.AddAsync(provider.Name, person.Issuer, person.Subject, account, cancellation)) return (null, ExternalProblem.AlreadyLinked);
        desk.Forget(account);
        await sessions.RenewAsync(http, look, look.Row.ProvedAt, cancellation);
        await audit.WriteAsync(http, user, "login.link", $$"""{"provider":"{{provider.Name}}"}""", cancellation);
        return (SignInSteps.Done, null);
    }

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    [LoggerMessage(70, LogLevel.Warning, "Sign-in with {Provider} was refused: {Reason}")]
    private partial void Refused(string provider, string reason);
}
