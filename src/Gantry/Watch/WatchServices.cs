using Gantry.Billing;

namespace Gantry.Watch;

/// <summary>Registers what looks for alerts.</summary>
internal static class WatchServices
{
    public static void AddWatch(this IServiceCollection services)
    {
        services.AddSingleton<IWatcher, BalanceWatcher>();
        services.AddSingleton<IWatcher, CapWatcher>();
        services.AddSingleton<IWatcher, HealthWatcher>();
        services.AddSingleton<IWatcher, VelocityWatcher>();
        services.AddSingleton<IWatcher>(provider => new UsageWatcher(() => provider.GetRequiredService<IUsageSink>().Accepting, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IWatcher, PriceWatcher>();
        services.AddSingleton<AlertWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertWatch>());
    }
}
