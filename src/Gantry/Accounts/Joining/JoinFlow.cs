using Gantry.Accounts.Letters;
using Gantry.Accounts.Passwords;
using Gantry.Accounts.SignIn;
using Gantry.Accounts.Users;
using Gantry.Contracts.SignIn;
using Gantry.Outbox;

namespace Gantry.Accounts.Joining;

/// <inheritdoc cref="IJoining"/>
internal sealed class JoinFlow(
    IHttpContextAccessor accessor, JoinOffers offers, JoinWay way, InvitationDesk invitations, TokenFlow links, ISignInStore signIns, PasswordDesk passwords,
    IOutbox outbox, OutboxBell bell, TryLimit limit, SignInEntry entry, SignInAudit audit, TimeProvider time) : IJoining
{
    private const string EmailField = "email";

    private static readonly SignInStep Off = new(SignInKind.Refused, "This gateway does not do that.");

    public JoinOffer Offer => offers.Now;

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("People join in an HTTP request.");

    public async Task<SignInStep?> RegisterAsync(string email, CancellationToken cancellation)
    {
        if (Offer.Registration != RegistrationOffer.Open) return Off;
        var normal = AccountDesk.Normal(email);
        if (Refuse(normal) is { } wrong) return wrong;
        return way.Registration().Admits(normal)
            ? await AskAsync(Errand.Register, normal, cancellation)
            : SignInSteps.Field(EmailField, "Addresses of this domain cannot register here.");
    }

    public async Task<SignInStep?> ForgotAsync(string email, CancellationToken cancellation)
    {
        if (!Offer.ForgotByMail) return Off;
        var normal = AccountDesk.Normal(email);
        return Refuse(normal) ?? await AskAsync(Errand.Forgot, normal, cancellation);
    }

    public async Task<LinkLook> LookAsync(LinkKind kind, string token, CancellationToken cancellation)
    {
        if (kind == LinkKind.Join)
        {
            var (invitation, refused) = await FindAsync(token, cancellation);
            return new LinkLook(refused is null ? invitation!.Email : null, refused);
        }

        var (user, _, wrong) = await links.FindNewPasswordAsync(Http, token, cancellation);
        return new LinkLook(user?.Email, wrong);
    }

    public async Task<SignInStep> JoinAsync(string token, string password, CancellationToken cancellation)
    {
        if (SignInSteps.RefusePlain(Http) is { } plain) return plain;
        var (found, refused) = await FindAsync(token, cancellation);
        if (refused is not null) return refused;
        var invitation = found!;
        if (PasswordRules.Refuse(password, invitation.Email) is { } weak) return SignInSteps.Field("password", weak);
        var action = invitation.InvitedById is null ? "account.register" : "account.join";
        var row = await invitations.AcceptAsync(invitation, id => SignInAudit.Note(Http, id, invitation.Email, action), cancellation);
        if (row is null || await signIns.FindAsync(row.Id, cancellation) is not { } user) return SignInSteps.TokenGone;
        if (await passwords.SetAsync(user, password) is { } reason) return SignInSteps.Field("password", reason);
        return await entry.AfterPasswordAsync(Http, user, remember: false, cancellation);
    }

    // What mail cannot be sent to is refused before anybody looks whether it is known.
    private static SignInStep? Refuse(string email) =>
        AccountDesk.Refuse(email) is { } wrong ? SignInSteps.Field(EmailField, wrong)
        : LetterBox.Reaches(email) ? null
        : SignInSteps.Field(EmailField, "Mail cannot be sent to this address.");

    private async Task<SignInStep?> AskAsync(string kind, string email, CancellationToken cancellation)
    {
        if (await limit.AskAsync(Http, cancellation) is { } wait) return audit.Refused(Http, SignInSteps.Wait(wait), null, "too_many_tries");
        // The same answer where the address has had its mails: else it would tell that somebody asked before.
        if (!await limit.MailAsync(kind, email, cancellation)) return null;
        var note = SignInAudit.Note(Http, null, email, kind);
        await outbox.PutAsync(new Errand(note.Address, note.RequestId).For(kind, email, time.GetUtcNow()), cancellation);
        bell.Ring();
        return null;
    }

    private async Task<(Invitation? Invitation, SignInStep? Refusal)> FindAsync(string token, CancellationToken cancellation)
    {
        var (attempt, wait) = await limit.TokenAsync(Http, cancellation);
        if (wait is { } left) return (null, audit.Refused(Http, SignInSteps.Wait(left), null, "too_many_tries"));
        if (await invitations.FindAsync(token, cancellation) is not { } invitation) return (null, audit.Refused(Http, SignInSteps.WrongToken, null, "wrong_link"));
        await limit.GiveBackAsync(attempt, cancellation);
        return await invitations.StandsAsync(invitation, cancellation) ? (invitation, null) : (null, SignInSteps.TokenGone);
    }
}
