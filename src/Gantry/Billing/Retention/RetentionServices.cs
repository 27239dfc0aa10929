using Gantry.Nodes;

namespace Gantry.Billing.Retention;

/// <summary>Registers the daily drop of old usage. The store comes from elsewhere.</summary>
internal static class RetentionServices
{
    /// <param name="services">Must have <see cref="IUsageRetention"/>, <see cref="GatewayRun"/> and <see cref="TimeProvider"/>.</param>
    /// <param name="terms">Gives the terms in force.</param>
    public static IServiceCollection AddUsageRetention(this IServiceCollection services, Func<IServiceProvider, RetentionTerms> terms) =>
        services.AddHostedService(provider => new RetentionKeeper(
            provider.GetRequiredService<IUsageRetention>(),
            () => terms(provider),
            provider.GetRequiredService<GatewayRun>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RetentionKeeper>>()));
}
