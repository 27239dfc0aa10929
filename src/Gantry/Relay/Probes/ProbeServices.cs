namespace Gantry.Relay.Probes;

/// <summary>Registers what asks upstreams without a client.</summary>
internal static class ProbeServices
{
    public static void AddProbes(this IServiceCollection services)
    {
        services.AddSingleton<ActiveProbes>();
        services.AddSingleton<ModelLister>();
        services.AddHostedService<ProbeService>();
    }
}
