using Gantry.Accounts.Sessions;
using Gantry.Accounts.Users;
using Gantry.Audit;

namespace Gantry.Accounts.SignIn;

/// <summary>Writes down what people do with their own sign-in.</summary>
internal sealed class SignInAudit(IAuditLog log)
{
    private const string RequestId = "x-request-id";

    public Task WriteAsync(HttpContext http, SignInUser user, string action, string? what = null, CancellationToken cancellation = default) =>
        log.AppendAsync(Note(http, user.Id, user.Email, action), [new AuditChange($"account {user.Email}", After: what)], cancellation);

    public static AuditNote Note(HttpContext http, Guid? account, string email, string action) => new()
    {
        Actor = email,
        ActorId = account,
        Address = CurrentSession.Address(http),
        Action = action,
        RequestId = http.Response.Headers[RequestId].ToString() is { Length: > 0 } id ? id : null,
    };
}
