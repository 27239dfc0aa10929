using Gantry.Accounts.Sessions;
using Gantry.Accounts.Users;
using Gantry.Audit;
using Gantry.Contracts.SignIn;

namespace Gantry.Accounts.SignIn;

/// <summary>Writes down what people do with their own sign-in.</summary>
internal sealed class SignInAudit(IAuditLog log, SecurityEvents events)
{
    private const string RequestId = "x-request-id";

    public Task WriteAsync(HttpContext http, SignInUser user, string action, string? what = null, CancellationToken cancellation = default) =>
        log.AppendAsync(Note(http, user.Id, user.Email, action), [new AuditChange($"account {user.Email}", After: what)], cancellation);

    /// <summary>Reports that somebody was refused.</summary>
    /// <param name="http">The request.</param>
    /// <param name="step">What is answered.</param>
    /// <param name="user">Whose account it is; null where there is none of the name: what was typed as the name may be a password.</param>
    /// <param name="reason">A word such as <c>wrong_password</c>.</param>
    /// <returns><paramref name="step"/>.</returns>
    public SignInStep Refused(HttpContext http, SignInStep step, SignInUser? user, string reason)
    {
        events.Report(new SecurityEvent("sign_in.refused", user?.Email ?? SecurityEvent.Nobody, CurrentSession.Address(http))
        {
            ActorId = user?.Id,
            RequestId = http.Response.Headers[RequestId].ToString() is { Length: > 0 } id ? id : null,
            Reason = reason,
        });
        return step;
    }

    public static AuditNote Note(HttpContext http, Guid? account, string email, string action) => new()
    {
        Actor = email,
        ActorId = account,
        Address = CurrentSession.Address(http),
        Action = action,
        RequestId = http.Response.Headers[RequestId].ToString() is { Length: > 0 } id ? id : null,
    };
}
