namespace Gantry.Billing;

/// <summary>Registers the way of usage records: sink, journal, writer. The store comes from elsewhere.</summary>
internal static class UsageServices
{
    /// <param name="services">Must have <see cref="IUsageStore"/> and <see cref="TimeProvider"/>.</param>
    /// <param name="data">The data folder; the journal lies in <c>journal</c> below it.</param>
    public static IServiceCollection AddUsageJournal(this IServiceCollection services, string data)
    {
        var folder = Path.Combine(data, "journal");
        services.AddSingleton(services => new UsageJournal(
            folder, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<UsageJournal>>()));
        services.AddSingleton(services => new DeadLetters(folder, services.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new UsageWriterOptions());
        services.AddSingleton<UsageWriter>();
        services.AddSingleton<IUsageSink>(services => services.GetRequiredService<UsageWriter>());
        services.AddHostedService(services => services.GetRequiredService<UsageWriter>());
        return services;
    }
}
