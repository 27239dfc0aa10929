using Gantry.Accounts;
using Gantry.Accounts.Sessions;
using Gantry.Accounts.Users;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Me;
using Gantry.Management.Http;

namespace Gantry.Management.Me;

/// <inheritdoc cref="IMe"/>
internal sealed class Myself(
    Admission admission, SessionDesk desk, ISignInStore signIns, IPasskeyStore passkeys, IExternalLoginStore external, IRowPages pages, IAuditLog audit, TimeProvider time) : IMe
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

    public async Task<SecuritySummary> SecurityAsync(IActor who, CancellationToken cancellation)
    {
        var id = admission.Check(who, MeResource.Security).AccountId;
        var account = await pages.AccountAsync(id, AccountKind.Person, cancellation) ?? throw RefusedException.Missing("account");
        var user = await signIns.FindAsync(id, cancellation) ?? throw RefusedException.Missing("account");
        return new SecuritySummary
        {
            MemberSince = account.CreatedAt,
            HasPassword = user.PasswordHash is not null,
            HasAuthenticator = user.TotpKey is not null,
            RecoveryCodesLeft = user.RecoveryCodes,
            Passkeys = (await passkeys.ListAsync(id, cancellation)).Count,
            ExternalLogins = await external.ListAsync(id, cancellation),
            Sessions = (await desk.ListAsync(id, cancellation)).Count,
        };
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
