using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Tests.Doubles;

/// <summary>Joining over <see cref="PaperAccounts"/>. What is asked for by mail is noted.</summary>
internal sealed class PaperJoining(PaperAccounts accounts, IHttpContextAccessor accessor) : IJoining
{
    private static readonly SignInStep Wrong = new(SignInKind.Refused, "This token is wrong.", "token");

    public JoinOffer Offer => accounts.Offer;

    public Task<SignInStep?> RegisterAsync(string email, CancellationToken cancellation) => AskAsync("register", email);

    public Task<SignInStep?> ForgotAsync(string email, CancellationToken cancellation) => AskAsync("forgot", email);

    public Task<LinkLook> LookAsync(LinkKind kind, string token, CancellationToken cancellation)
    {
        lock (accounts.Gate)
        {
            if (!token.StartsWith(PaperAccounts.LinkToken, StringComparison.Ordinal)) return Task.FromResult(new LinkLook(null, Wrong));
            var email = kind == LinkKind.Join ? accounts.Invited : accounts.LinkFor?.Email;
            return Task.FromResult(new LinkLook(email, email is null ? new SignInStep(SignInKind.Gone) : null));
        }
    }

    public Task<SignInStep> JoinAsync(string token, string password, CancellationToken cancellation)
    {
        lock (accounts.Gate)
        {
            if (!token.StartsWith(PaperAccounts.LinkToken, StringComparison.Ordinal)) return Task.FromResult(Wrong);
            if (accounts.Invited is not { } email) return Task.FromResult(new SignInStep(SignInKind.Gone));
            if (password.Length < 12) return Task.FromResult(new SignInStep(SignInKind.Refused, "Use at least 12 characters.", "password"));
            accounts.Invited = null;
            var person = accounts.Add(email, password, "user");
            accounts.Begin(accessor.HttpContext!, person, awaitsFactor: false);
            return Task.FromResult(new SignInStep(SignInKind.Done));
        }
    }

    private Task<SignInStep?> AskAsync(string what, string email)
    {
        lock (accounts.Gate)
        {
            if (!email.Contains('@')) return Task.FromResult<SignInStep?>(new SignInStep(SignInKind.Refused, "This is no e-mail address.", "email"));
            accounts.Asked.Add($"{what} {email}");
            return Task.FromResult<SignInStep?>(null);
        }
    }
}
