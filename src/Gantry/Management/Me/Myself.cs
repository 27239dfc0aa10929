using Gantry.Accounts;
using Gantry.Accounts.Sessions;
using Gantry.Audit;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Me;
using Gantry.Management.Http;

namespace Gantry.Management.Me;

/// <inheritdoc cref="IMe"/>
internal sealed class Myself(Admission admission, SessionDesk desk, IAuditLog audit, TimeProvider time) : IMe
{
    public Task<WhoAmI> GetAsync(IActor who, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MeResource.Get);
        var until = caller.ProvedAt + StepUp.Life;
        return Task.FromResult(new WhoAmI
        {
            AccountId = caller.AccountId,
            Email = caller.Email,
            Role = caller.RoleName,
            Scopes = caller.Scopes,
            MustAddFactor = caller.MustAddFactor,
            ProvedUntil = until > time.GetUtcNow() ? until : null,
        });
    }

    public async Task<Page<SessionView>> SessionsAsync(IActor who, PageQuery query, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MeResource.Sessions);
        var rows = await desk.ListAsync(caller.AccountId, cancellation);
        return ManageCursor.Page(
            rows, query, s => s.Browser, s => s.Id.ToString(), s => new SessionView(s.Id, s.Id == caller.SessionId, s.Address, s.Browser, s.BeganAt, s.SeenAt));
    }

    public async Task EndSessionAsync(IActor who, Guid id, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MeResource.End);
        if (!await desk.EndAsync(caller.AccountId, id, cancellation)) throw RefusedException.Missing("session");
        await audit.AppendAsync(caller.Note(MeResource.End.Action!), [new AuditChange($"account {caller.Email}", null, $$"""{"session":"{{id}}"}""")], CancellationToken.None);
    }
}
