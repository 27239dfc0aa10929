using Gantry.Nodes;

namespace Gantry.Audit;

/// <summary>Registers the audit log, its keeper and the way of refusals into it.</summary>
internal static class AuditServices
{
    /// <param name="services">Must have <see cref="GatewayRun"/> and <see cref="TimeProvider"/>.</param>
    /// <param name="audit">The log.</param>
    /// <param name="days">For how many days rows are kept now.</param>
    public static void AddAudit(this IServiceCollection services, IAuditLog audit, Func<IServiceProvider, int> days)
    {
        services.AddSingleton(audit);
        services.AddSingleton<SecurityEvents>();
        services.AddHostedService(provider => provider.GetRequiredService<SecurityEvents>());
        services.AddHostedService(provider => new AuditKeeper(
            audit, () => days(provider), provider.GetRequiredService<GatewayRun>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<AuditKeeper>>()));
    }
}
