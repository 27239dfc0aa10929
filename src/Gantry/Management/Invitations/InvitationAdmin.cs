using Gantry.Accounts.Joining;
using Gantry.Accounts.Letters;
using Gantry.Accounts.SignIn;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Accounts;
using Gantry.Contracts.Manage.Invitations;
using Gantry.Mail;
using Gantry.Management.Http;
using Gantry.Management.Rows;

namespace Gantry.Management.Invitations;

/// <inheritdoc cref="IInvitationAdmin"/>
internal sealed class InvitationAdmin(
    Admission admission, CatalogEditor catalog, InvitationDesk desk, IInvitationStore store, JoinWay way, LetterBox letters, TimeProvider time) : IInvitationAdmin
{
    public async Task<Page<InvitationView>> ListAsync(IActor who, InvitationListQuery query, CancellationToken cancellation)
    {
        admission.Check(who, InvitationResource.List);
        Guid? after = ManageCursor.Read(query.After, 1) is [var place] && Guid.TryParse(place, out var id) ? id : null;
        var found = await store.ListAsync(new InvitationQuery(query.Search, query.Open, after, query.Limit + 1), cancellation);
        var shown = found.Take(query.Limit).Select(View).ToArray();
        return new Page<InvitationView>(shown, found.Count > query.Limit ? ManageCursor.Write(shown[^1].Id.ToString()) : null);
    }

    public async Task<InvitationIssued> CreateAsync(IActor who, InvitationDraft draft, CancellationToken cancellation)
    {
        var caller = admission.Check(who, InvitationResource.Create);
        var email = AccountDesk.Normal(draft.Email);
        if (!EnumWords.TryParse<AccountRole>(draft.Role, out var role))
            throw RefusedException.Field("role", $"must be one of {string.Join(", ", EnumWords.All<AccountRole>())}");
        if (!InvitationDesk.MayInvite(caller.Role, role)) throw RefusedException.Of(RefusalKind.Forbidden, "role_required", "Only an owner invites administrators and owners.");
        if (!way.Registration().TakesInvitations)
            throw RefusedException.Of(RefusalKind.Conflict, "registration_closed", "The setting registration is closed: with invitation or open, people can be invited.");
        if (draft.Mail && !letters.IsOn) throw RefusedException.Field("mail", "no mail can be sent: the settings need smtp and public_url");
        if (draft.Mail && !LetterBox.Reaches(email)) throw RefusedException.Field("mail", "mail cannot be sent to this address");
        var invitation = await SaidAsync(draft, desk.Begin(email, caller) with { Role = role }, cancellation);
        var (verdict, token) = await desk.IssueAsync(invitation, caller.Note(InvitationResource.Create.Action!), cancellation);
        if (verdict == InvitationVerdict.HasAccount) throw RefusedException.Of(RefusalKind.Conflict, "name_taken", $"{email} has an account already: it needs no invitation.");
        if (verdict == InvitationVerdict.InvitedBefore)
            throw RefusedException.Of(RefusalKind.Conflict, "invited_already", $"{email} has an open invitation already: revoke it to make another.");
        var link = JoinLinks.Join(letters, token);
        // It is made: whether the client has left or not, the mail belongs to it.
        var mailed = draft.Mail && await letters.InvitationAsync(email, caller.Email, link, CancellationToken.None) == MailVerdict.Queued;
        return new InvitationIssued(View(invitation), link, mailed);
    }

    public async Task RevokeAsync(IActor who, Guid id, CancellationToken cancellation)
    {
        var caller = admission.Check(who, InvitationResource.Revoke);
        if (await store.FindAsync(id, cancellation) is not { } invitation) throw RefusedException.Missing("invitation");
        if (!InvitationDesk.MayInvite(caller.Role, invitation.Role))
            throw RefusedException.Of(RefusalKind.Forbidden, "role_required", "Only an owner takes back invitations of administrators and owners.");
        if (!await store.RevokeAsync(id, caller.Note(InvitationResource.Revoke.Action!), cancellation))
            throw RefusedException.Of(RefusalKind.Conflict, "invitation_over", $"This invitation is over already: {State(invitation)}.");
    }

    // The account as it will be, under the rules of the catalogue: a mistake is told to whoever invites, not to whoever comes.
    private async Task<Invitation> SaidAsync(AccountTerms terms, Invitation invitation, CancellationToken cancellation)
    {
        var said = TermsReader.Read(terms, "account", AccountReader.Read, ("email", invitation.Email));
        var row = new AccountRow
        {
            Id = invitation.Id,
            Email = invitation.Email,
            Role = invitation.Role,
            SpendCaps = said.SpendCaps,
            RateLimits = said.RateLimits,
            TimeZone = said.TimeZone,
            Plan = said.Plan,
            CreatedAt = invitation.CreatedAt,
        };
        var rows = await catalog.LoadAsync(cancellation);
        if (rows.Accounts.All(a => a.Email != row.Email)) CatalogEditor.Try(rows, row);
        return invitation with { SpendCaps = said.SpendCaps, RateLimits = said.RateLimits, TimeZone = said.TimeZone, Plan = said.Plan };
    }

    private string State(Invitation invitation) => EnumWords.Of(invitation.StateAt(time.GetUtcNow()));

    private InvitationView View(Invitation invitation) => new()
    {
        Id = invitation.Id,
        Email = invitation.Email,
        Role = EnumWords.Of(invitation.Role),
        SpendCap = RowTexts.Caps(invitation.SpendCaps),
        RateLimits = RowTexts.Rates(invitation.RateLimits),
        TimeZone = invitation.TimeZone,
        Plan = invitation.Plan,
        State = State(invitation),
        InvitedBy = invitation.InvitedBy ?? "",
        CreatedAt = invitation.CreatedAt,
        ExpiresAt = invitation.ExpiresAt,
        UsedAt = invitation.UsedAt,
        RevokedAt = invitation.RevokedAt,
    };
}
