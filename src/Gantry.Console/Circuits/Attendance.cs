using Gantry.Contracts.Manage;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Components.Authorization;

namespace Gantry.Console.Circuits;

/// <summary>Who uses this page, asked anew before everything that is done: a service is never called for somebody who was signed in some time ago.</summary>
internal sealed class Attendance(AuthenticationStateProvider states)
{
    private Guid? _session;

    /// <exception cref="SessionOverException">The session has ended, or the page was taken over by another.</exception>
    public async Task<IActor> ActorAsync(CancellationToken cancellation)
    {
        var hold = await HoldAsync();
        return await hold.ActAsync(cancellation) ?? throw new SessionOverException();
    }

    private async Task<ISessionHold> HoldAsync()
    {
        if ((await states.GetAuthenticationStateAsync()).User is not SessionPrincipal { Hold: var hold }) throw new SessionOverException();
        // What is on the page belongs to the session that opened it.
        _session ??= hold.SessionId;
        return _session == hold.SessionId ? hold : throw new SessionOverException();
    }
}
