using Gantry.Accounts.Sessions;
using Gantry.Accounts.Users;
using Gantry.Contracts.SignIn;

namespace Gantry.Accounts.SignIn;

/// <summary>Services that vouch for people, as far as the ways in and the security page need them. Who asks has presented a factor lately.</summary>
internal interface IExternalLogins
{
    /// <summary>In the order of the settings.</summary>
    IReadOnlyList<ExternalProvider> Providers { get; }

    /// <summary>The providers of an account, by name.</summary>
    Task<IReadOnlyList<string>> ListAsync(Guid account, CancellationToken cancellation);

    /// <summary>Sends the browser of a session to a provider.</summary>
    Task<ChangeResult> BeginLinkAsync(HttpContext http, SessionRow session, string provider, CancellationToken cancellation);

    /// <returns>Why not, as a sentence; null where it is removed.</returns>
    Task<string?> RemoveAsync(SignInUser user, string provider, CancellationToken cancellation);
}
