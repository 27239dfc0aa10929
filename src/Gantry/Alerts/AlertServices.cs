using Gantry.Outbox;

namespace Gantry.Alerts;

/// <summary>Registers the sender of webhooks. Stores come from elsewhere.</summary>
internal static class AlertServices
{
    /// <param name="services">Must have <see cref="WebhookWay"/> and <see cref="TimeProvider"/>.</param>
    /// <param name="settings">The settings in force.</param>
    public static void AddAlerts(this IServiceCollection services, Func<IServiceProvider, Func<AlertSettings>> settings) =>
        services.AddSingleton<IOutboxSender>(provider => new WebhookSender(provider.GetRequiredService<WebhookWay>(), settings(provider), provider.GetRequiredService<TimeProvider>()));
}
