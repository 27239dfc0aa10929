using Gantry.Accounts.Sessions;
using Gantry.Contracts.Manage;
using Gantry.Contracts.SignIn;

namespace Gantry.Accounts.SignIn;

/// <inheritdoc cref="IPresence"/>
internal sealed class SessionPresence(IHttpContextAccessor accessor, CurrentSession sessions, SessionDesk desk) : IPresence
{
    public async Task<ISessionHold?> HoldAsync(CancellationToken cancellation)
    {
        if (accessor.HttpContext is not { } http || http.Request.Cookies[CurrentSession.Cookie] is not { } secret) return null;
        return await sessions.SignedInAsync(http, cancellation) is { MustAddFactor: false } look ? new Hold(desk, secret, look.Row.Id, http) : null;
    }

    private sealed class Hold(SessionDesk desk, string secret, Guid id, HttpContext http) : ISessionHold
    {
        // Read now: the request is gone when the circuit asks.
        private readonly string _address = CurrentSession.Address(http);
        private readonly System.Net.IPAddress? _remote = http.Connection.RemoteIpAddress;

        public Guid SessionId => id;

        public async Task<IActor?> ActAsync(CancellationToken cancellation) =>
            await desk.FindAsync(secret, _address, cancellation) is { } look && Holds(look) ? SessionCallerSource.Caller(look, _remote) : null;

        public async Task<bool> LivesAsync(CancellationToken cancellation) => await desk.PeekAsync(secret, cancellation) is { } look && Holds(look);

        private static bool Holds(SessionLook look) => look is { Row.Stage: SessionStage.SignedIn, MustAddFactor: false };
    }
}
