using Gantry.Accounts.Sessions;
using Gantry.Accounts.SignIn;
using Gantry.Accounts.Users;
using Gantry.Contracts.SignIn;

namespace Gantry.Accounts.External;

/// <summary>The links of an account.</summary>
internal sealed class ExternalDesk(ExternalWay way, ExternalFlow flow, IExternalLoginStore logins) : IExternalLogins
{
    public IReadOnlyList<ExternalProvider> Providers => [.. way.Providers().Select(p => new ExternalProvider(p.Name, p.DisplayName))];

    public Task<IReadOnlyList<string>> ListAsync(Guid account, CancellationToken cancellation) => logins.ListAsync(account, cancellation);

    public async Task<ChangeResult> BeginLinkAsync(HttpContext http, SessionRow session, string provider, CancellationToken cancellation)
    {
        if ((await logins.ListAsync(session.AccountId, cancellation)).Contains(provider)) return new ChangeResult(false, Message: "It is linked already: remove that link first.");
        var (address, problem) = await flow.BeginAsync(http, provider, returnUrl: null, session, cancellation);
        return address is not null ? new ChangeResult(Done: true, GoTo: address) : new ChangeResult(false, Message: problem switch
        {
            ExternalProblem.NoPublicUrl => "The settings have to name public_url first.",
            ExternalProblem.Plain => "Signing in needs https.",
            ExternalProblem.NoProvider => "There is no such provider.",
            _ => "The provider does not answer: try again later.",
        });
    }

    public async Task<string?> RemoveAsync(SignInUser user, string provider, CancellationToken cancellation)
    {
        if (user is { PasswordHash: null, Passkeys: 0, ExternalLogins: <= 1 }) return "This is the only way in: set a password first.";
        return await logins.RemoveAsync(user.Id, provider, cancellation) ? null : "Nobody of that name vouches for this account.";
    }
}
