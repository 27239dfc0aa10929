using Gantry.Contracts.Manage;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Tests.Doubles;

/// <summary>Holds sessions of <see cref="PaperAccounts"/>.</summary>
internal sealed class PaperPresence(PaperAccounts accounts, IHttpContextAccessor accessor) : IPresence
{
    public Task<ISessionHold?> HoldAsync(CancellationToken cancellation)
    {
        lock (accounts.Gate)
        {
            return Task.FromResult<ISessionHold?>(
                accounts.Find(accessor.HttpContext!) is { AwaitsFactor: false, Person.MustAddFactor: false } session ? new Hold(accounts, session) : null);
        }
    }

    private sealed class Hold(PaperAccounts accounts, PaperSession session) : ISessionHold
    {
        public Guid SessionId => session.Id;

        public Task<IActor?> ActAsync(CancellationToken cancellation) => Task.FromResult<IActor?>(Lives() ? new Actor(session.Person) : null);

        public Task<bool> LivesAsync(CancellationToken cancellation) => Task.FromResult(Lives());

        private bool Lives()
        {
            lock (accounts.Gate)
            {
                return accounts.Sessions.ContainsValue(session);
            }
        }
    }

    private sealed class Actor(PaperPerson person) : IActor
    {
        public Guid AccountId => person.Id;

        public string Email => person.Email;

        public string RoleName => person.Role;
    }
}
