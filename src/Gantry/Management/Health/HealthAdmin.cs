using Gantry.Accounts.Joining;
using Gantry.Alerts;
using Gantry.Billing;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Health;
using Gantry.Management.Http;
using Gantry.Outbox;
using Gantry.Owner;
using Gantry.Routing.Health;
using Gantry.Secrets;

namespace Gantry.Management.Health;

/// <inheritdoc cref="IHealthAdmin"/>
internal sealed class HealthAdmin(Admission admission, HealthBoard board, UsageWriter usage, IAlertStore alerts, IOutbox outbox, SecretAlarm alarm, JoinOffers joining) : IHealthAdmin
{
    public async Task<GatewayHealth> GetAsync(IActor who, CancellationToken cancellation)
    {
        admission.Check(who, HealthResource.Get);
        var depth = await outbox.DepthAsync(cancellation);
        return new GatewayHealth
        {
            Accepting = usage.Accepting,
            Running = usage.Running,
            UsageBacklog = usage.Backlog,
            OpenAlerts = (await alerts.OpenAsync(cancellation)).Count,
            SecretAlarms = alarm.Sentences,
            OutboxWaiting = depth.Waiting,
            OutboxOldestAt = depth.OldestAt,
            Registration = EnumWords.Of(joining.Now.Registration),
            MailsLinks = joining.Now.ForgotByMail,
            Targets = [.. board.All().Select(View)],
        };
    }

    private static TargetView View(HealthReport report) => new()
    {
        Upstream = report.View.Target.Upstream,
        UpstreamModel = report.View.Target.UpstreamModel,
        CredentialId = report.View.Target.CredentialId,
        State = EnumWords.Of(report.View.State),
        Reason = HealthWords.Of(report.View),
        NextProbe = report.View.NextProbe,
        InFlight = report.View.InFlight,
        Last30Seconds = Share(report.HalfMinute),
        Last5Minutes = Share(report.FiveMinutes),
    };

    private static AttemptShare Share(SuccessShare share) => new(share.Attempts, share.Value is { } value ? Math.Round(value, 4) : null);
}
