using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Alerts;
using Gantry.Contracts.Manage.Announcements;
using Gantry.Contracts.Manage.Me;

namespace Gantry.Console.Tests.Doubles;

/// <summary>Somebody whom nobody has told anything yet.</summary>
internal sealed class PaperMe : IMe, IMyAlerts, IMyAnnouncements
{
    public Task<WhoAmI> GetAsync(IActor who, CancellationToken cancellation) =>
        Task.FromResult(new WhoAmI { AccountId = who.AccountId, Email = who.Email, Role = who.RoleName, MustAddFactor = false });

    public Task<SecuritySummary> SecurityAsync(IActor who, CancellationToken cancellation) => Task.FromResult(new SecuritySummary
    {
        MemberSince = DateTimeOffset.UnixEpoch, HasPassword = true, HasAuthenticator = false, RecoveryCodesLeft = 0, Passkeys = 0, ExternalLogins = [], Sessions = 1,
    });

    public Task<Page<SessionView>> SessionsAsync(IActor who, PageQuery query, CancellationToken cancellation) => Task.FromResult(new Page<SessionView>([], null));

    public Task EndSessionAsync(IActor who, Guid id, CancellationToken cancellation) => throw RefusedException.Missing("session");

    public Task<Page<AlertView>> ListAsync(IActor who, AlertListQuery query, CancellationToken cancellation) => Task.FromResult(new Page<AlertView>([], null));

    public Task<Versioned<AlertWishes>> TermsAsync(IActor who, CancellationToken cancellation) => Task.FromResult(new Versioned<AlertWishes>(new AlertWishes(), ""));

    public Task<Versioned<AlertWishes>> EditAsync(IActor who, Func<AlertWishes, AlertWishes> change, string? tag, CancellationToken cancellation) =>
        Task.FromResult(new Versioned<AlertWishes>(change(new AlertWishes()), ""));

    public Task<Page<AnnouncementView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation) => Task.FromResult(new Page<AnnouncementView>([], null));
}
