using System.Security.Claims;
using Gantry.Contracts.SignIn;

namespace Gantry.Console.Circuits;

/// <summary>
/// Carries a session from the request, or from the socket, to the components behind it. It claims nothing: the tokens of forms would be bound to what
/// it says, and the plain pages have no such principal.
/// </summary>
internal sealed class SessionPrincipal(ISessionHold hold) : ClaimsPrincipal(new ClaimsIdentity())
{
    public ISessionHold Hold => hold;
}
