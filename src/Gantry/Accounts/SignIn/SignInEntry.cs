using Gantry.Accounts.Sessions;
using Gantry.Accounts.Users;
using Gantry.Contracts.SignIn;

namespace Gantry.Accounts.SignIn;

/// <summary>Lets people in who have shown who they are, with a session of a new id (reliability S-22).</summary>
internal sealed class SignInEntry(CurrentSession sessions, SignInAudit audit)
{
    /// <summary>After the first step: in, where the account has no second factor; else to the second step.</summary>
    public Task<SignInStep> AfterPasswordAsync(HttpContext http, SignInUser user, bool remember, CancellationToken cancellation) =>
        AfterFirstAsync(http, user, remember, "password", cancellation);

    /// <summary>The same where something else stood in for the password: <paramref name="by"/> names it for the log.</summary>
    public async Task<SignInStep> AfterFirstAsync(HttpContext http, SignInUser user, bool remember, string by, CancellationToken cancellation)
    {
        if (!user.HasFactor) return await EnterAsync(http, user, remember, by, cancellation);
        await sessions.BeginAsync(http, user, SessionStage.AwaitsFactor, remember, cancellation);
        return SignInSteps.NeedsFactor;
    }

    /// <param name="http">The request whose response gets the cookie.</param>
    /// <param name="user">Who it is.</param>
    /// <param name="remember">The cookie outlives the browser.</param>
    /// <param name="by">What was presented last, for the log.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<SignInStep> EnterAsync(HttpContext http, SignInUser user, bool remember, string by, CancellationToken cancellation)
    {
        await sessions.BeginAsync(http, user, SessionStage.SignedIn, remember, cancellation);
        await audit.WriteAsync(http, user, "session.begin", $$"""{"by":"{{by}}"}""", cancellation);
        return user.MustAddFactor ? SignInSteps.MustAddFactor : SignInSteps.Done;
    }
}
