using Gantry.Accounts.SignIn;
using Gantry.Audit;
using Gantry.Catalog;

namespace Gantry.Accounts.Joining;

/// <summary>Makes invitations, and accounts of them.</summary>
internal sealed class InvitationDesk(IInvitationStore store, OneTimeTokens tokens, ICatalogStore catalog, JoinWay way, TimeProvider time)
{
    /// <summary>How long an invitation by somebody works.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>How long the link works that people have asked for themselves.</summary>
    public static readonly TimeSpan RegistrationLife = TimeSpan.FromHours(24);

    private const string Purpose = "join";

    /// <summary>Whether a role may invite to another: administrators invite users, owners everybody.</summary>
    public static bool MayInvite(AccountRole inviter, AccountRole invited) => inviter == AccountRole.Owner || (inviter == AccountRole.Admin && invited == AccountRole.User);

    /// <summary>An invitation that begins now.</summary>
    /// <param name="email">In lower case.</param>
    /// <param name="inviter">Who invites; null where people register themselves.</param>
    public Invitation Begin(string email, Caller? inviter = null)
    {
        var now = time.GetUtcNow();
        return new Invitation
        {
            Id = Guid.CreateVersion7(now),
            Email = email,
            InvitedById = inviter?.AccountId,
            InvitedBy = inviter?.Email,
            CreatedAt = now,
            ExpiresAt = now + (inviter is null ? RegistrationLife : Life),
        };
    }

    /// <returns>What the link has to hold, which is kept nowhere.</returns>
    public async Task<(InvitationVerdict Verdict, string Token)> IssueAsync(Invitation invitation, AuditNote note, CancellationToken cancellation)
    {
        var (token, hash) = tokens.Make(Purpose);
        return (await store.AddAsync(invitation, hash, note, cancellation), token);
    }

    /// <summary>Looks without using. Null: nobody has made such a link.</summary>
    public Task<Invitation?> FindAsync(string token, CancellationToken cancellation) => store.FindAsync(tokens.Hash(Purpose, token), cancellation);

    /// <summary>Whether the link of an invitation leads to an account at this moment.</summary>
    public async Task<bool> StandsAsync(Invitation invitation, CancellationToken cancellation) =>
        invitation.StateAt(time.GetUtcNow()) == InvitationState.Open && Stands(invitation, await catalog.LoadAsync(cancellation));

    /// <summary>Uses the invitation up and makes the account.</summary>
    /// <returns>Null where it no longer stands.</returns>
    public async Task<AccountRow?> AcceptAsync(Invitation invitation, Func<Guid, AuditNote> note, CancellationToken cancellation)
    {
        if (!await store.UseAsync(invitation.Id, cancellation)) return null;
        // From here on the link is worth nothing, whatever else happens.
        var id = Guid.CreateVersion7(time.GetUtcNow());
        return await catalog.EditAsync<AccountRow?>(
            rows =>
            {
                if (!Stands(invitation, rows)) return ([], null);
                var row = new AccountRow
                {
                    Id = id,
                    Email = invitation.Email,
                    Role = invitation.Role,
                    SpendCaps = invitation.SpendCaps,
                    RateLimits = invitation.RateLimits,
                    TimeZone = invitation.TimeZone,
                    // A plan that is gone since then would stop every later change of the catalogue.
                    Plan = rows.Plans.Any(p => p.Name == invitation.Plan) ? invitation.Plan : null,
                    CreatedAt = time.GetUtcNow(),
                    ManagedBy = ManagedBy.Hand,
                };
                return ([new RowChange(row, null)], row);
            },
            note(id),
            cancellation);
    }

    // Who invited must still be one who may: a dismissed administrator's links open nothing.
    private bool Stands(Invitation invitation, CatalogRows rows) =>
        rows.Accounts.All(a => a.Email != invitation.Email)
        && (invitation.InvitedById is { } inviter
            ? way.Registration().TakesInvitations && rows.Accounts.Any(a => a.Id == inviter && !a.Disabled && MayInvite(a.Role, invitation.Role))
            : way.Registration().Admits(invitation.Email));
}
