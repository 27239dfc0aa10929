using System.Net;
using Gantry.Accounts.Sessions;

namespace Gantry.Accounts.SignIn;

/// <summary>Says who calls by the session's cookie.</summary>
internal sealed class SessionCallerSource(CurrentSession sessions) : ICallerSource
{
    public async ValueTask<Caller?> IdentifyAsync(HttpContext http) =>
        await sessions.SignedInAsync(http, http.RequestAborted) is { } look ? Caller(look, http.Connection.RemoteIpAddress) : null;

    /// <summary>Whoever a session belongs to.</summary>
    public static Caller Caller(SessionLook look, IPAddress? address) => new()
    {
        AccountId = look.Row.AccountId,
        Email = look.Email,
        Role = look.Role,
        SessionId = look.Row.Id,
        MustAddFactor = look.MustAddFactor,
        ProvedAt = look.Row.ProvedAt,
        Address = address,
    };
}
