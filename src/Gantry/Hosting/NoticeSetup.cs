using Gantry.Alerts;
using Gantry.Mail;
using Gantry.Relay;
using Gantry.Snapshot;
using Gantry.Storage;
using Gantry.Watch;

namespace Gantry.Hosting;

/// <summary>Registers mail, alerts and announcements with their stores and their ways out.</summary>
internal static class NoticeSetup
{
    public static void AddNotices(this IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton(folder.Outbox);
        services.AddSingleton(folder.Alerts);
        services.AddSingleton(folder.AlertFacts);
        services.AddSingleton(folder.Announcements);
        services.AddSingleton<ISmtpLine, MailWay>();
        services.AddSingleton(provider => new WebhookWay(provider.GetRequiredService<UpstreamPools>().Handler));
        services.AddMail(provider => () => provider.GetRequiredService<SnapshotHolder>().Current.Settings.Smtp);
        services.AddAlerts(provider => () => provider.GetRequiredService<SnapshotHolder>().Current.Settings.Alerts);
        services.AddWatch();
    }
}
