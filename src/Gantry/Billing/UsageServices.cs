using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gantry.Billing;

/// <summary>Registers the way of usage records: sink, journal, writer. The store comes from elsewhere.</summary>
internal static class UsageServices
{
    /// <param name="services">Must have <see cref="IUsageStore"/> and <see cref="TimeProvider"/>.</param>
    /// <param name="data">The data folder; the journal lies in <c>journal</c> below it.</param>
    /// <param name="afterRecovery">
    /// Makes the work to be done once everything that former processes left is in the store, before <see cref="IUsageSink.Recovered"/>
    /// completes; tried again while it fails.
    /// </param>
    public static IServiceCollection AddUsageJournal(
        this IServiceCollection services, string data, Func<IServiceProvider, Func<CancellationToken, Task>>? afterRecovery = null)
    {
        var folder = Path.Combine(data, "journal");
        services.AddSingleton(services => new UsageJournal(
            folder, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<UsageJournal>>()));
        services.AddSingleton(services => new DeadLetters(folder, services.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IOrphanSettler, UnpricedOrphans>();
        services.AddSingleton(services => new UsageRecovery(
            services.GetRequiredService<UsageJournal>(),
            services.GetRequiredService<IOrphanSettler>(),
            afterRecovery?.Invoke(services),
            services.GetRequiredService<UsageWriterOptions>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<UsageRecovery>>()));
        services.AddSingleton(new UsageWriterOptions());
        services.AddSingleton<UsageWriter>();
        services.AddSingleton<IUsageSink>(services => services.GetRequiredService<UsageWriter>());
        services.AddHostedService(services => services.GetRequiredService<UsageWriter>());
        return services;
    }
}
