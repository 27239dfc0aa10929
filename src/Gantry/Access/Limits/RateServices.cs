using Gantry.Nodes;

namespace Gantry.Access.Limits;

/// <summary>Registers what counts requests. A server that is alone on its store has nothing to do with shares.</summary>
internal static class RateServices
{
    /// <param name="services">Must have <see cref="GatewayRun"/>, <see cref="IShareStore"/>, <see cref="INodeBus"/> and <see cref="TimeProvider"/>.</param>
    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddSingleton<ShareCalls>();
        services.AddSingleton<RateShares>();
        services.AddSingleton(s => s.GetRequiredService<GatewayRun>().IsShared ? new RateLimiter(s.GetRequiredService<RateShares>()) : new RateLimiter(s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IRateLimiter>(s => s.GetRequiredService<RateLimiter>());
        return services.AddHostedService<RateKeeper>();
    }
}
