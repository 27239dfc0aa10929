using Gantry.Accounts.Sessions;

namespace Gantry.Accounts.SignIn;

/// <summary>Says who calls by the session's cookie.</summary>
internal sealed class SessionCallerSource(CurrentSession sessions) : ICallerSource
{
    public async ValueTask<Caller?> IdentifyAsync(HttpContext http)
    {
        if (await sessions.SignedInAsync(http, http.RequestAborted) is not { } look) return null;
        return new Caller
        {
            AccountId = look.Row.AccountId,
            Email = look.Email,
            Role = look.Role,
            SessionId = look.Row.Id,
            MustAddFactor = look.MustAddFactor,
            ProvedAt = look.Row.ProvedAt,
            Address = http.Connection.RemoteIpAddress,
        };
    }
}
