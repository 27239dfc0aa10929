using Gantry.Access;
using Gantry.Access.Limits;
using Gantry.Arrivals;
using Gantry.Observe;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Tokens;
using Gantry.Billing.Charges;
using Gantry.Providers;
using Gantry.Relay;
using Gantry.Routing;
using Gantry.Routing.Health;
using Gantry.Relay.Replays;
using Gantry.Relay.State;
using Gantry.Secrets;

namespace Gantry.Hosting;

/// <summary>Registers the parts of the server that have no registration of their own.</summary>
internal static class ServerSetup
{
    // Proxies on the way close what is silent for a minute, some sooner.
    private static readonly TimeSpan SocketPing = TimeSpan.FromSeconds(20);

    public static void AddRelay(this IServiceCollection services, RelayLimits limits, OutboundNetwork network)
    {
        services.AddSingleton(limits);
        services.AddSingleton(network);
        services.AddSingleton<GatewayMeter>();
        services.AddSingleton(BodyBudget.OfProcess());
        services.AddSingleton<AccessCheck>();
        services.AddSingleton<UpstreamPools>();
        services.AddSingleton<IOutboundHttp>(s => s.GetRequiredService<UpstreamPools>());
        services.AddSingleton<RequestSigners>();
        services.AddSingleton<UpstreamClient>();
        services.AddSingleton<Turns>();
        services.AddSingleton(s => new Affinity(s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<HealthBoard>();
        services.AddSingleton<RetryBudgets>();
        services.AddSingleton<HealthLook>(s => s.GetRequiredService<HealthBoard>().Look);
        services.AddSingleton<RoutePlanner>();
        services.AddSingleton<StoredResponses>();
        services.AddSingleton<RefusedIncludes>();
        services.AddSingleton(s => new ResponseStates(limits.State, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ConversationStates>();
        services.AddSingleton<StoredAnswers>();
        services.AddSingleton<BreakOffs>();
        services.AddSingleton<DeliveredRatios>();
        services.AddSingleton<HoldEstimate>();
        services.AddRateLimits();
        services.AddSingleton<RequestLimits>();
        services.AddSingleton<AddressLimit>();
        services.AddSingleton<AddressGate>();
        services.AddSingleton<ArrivalFeed>();
        services.AddSingleton<ArrivalGate>();
        services.AddSingleton<ConnectionLimit>();
        services.AddSingleton<ChargedUsage>();
        services.AddSingleton<Charging>();
        services.AddSingleton<ChargeProgress>();
        services.AddSingleton<Settlement>();
        services.AddSingleton<ClientResponse>();
        services.AddSingleton<WholeAnswers>();
        services.AddSingleton<RelayLane>();
        services.AddSingleton(s => new ReasoningMemory(s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TranslatedRequest>();
        services.AddSingleton<TranslatedWhole>();
        services.AddSingleton<TranslatedStream>();
        services.AddSingleton<TranslateLane>();
        services.AddSingleton<TokenCalibration>();
        services.AddSingleton<TokenLearning>();
        services.AddSingleton<CountlessUpstreams>();
        services.AddSingleton<TokenCounting>();
        services.AddSingleton<TranslatedEmbeddings>();
        services.AddSingleton<AttemptSender>();
        services.AddSingleton<AttemptTelemetry>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<Capturing>();
        services.AddSingleton<RelayHandler>();
        services.AddSingleton<ModelsHandler>();
        services.AddSingleton<ResponsesSockets>();
        services.AddSingleton<RelayEndpoints>();
        services.AddSingleton<ExchangeWatch>();
        services.AddHostedService(s => s.GetRequiredService<ExchangeWatch>());
    }

    /// <summary>What is kept for retries, in files of the data folder.</summary>
    public static void AddReplays(this IServiceCollection services, string dataFolder, ReplayLimits limits)
    {
        services.AddSingleton(s => new ReplayShelf(dataFolder, s.GetRequiredService<SecretSeal>()));
        services.AddSingleton(limits);
        services.AddSingleton<ReplayDesk>();
        services.AddSingleton<IdempotentRequests>();
        services.AddHostedService<ReplaySweeper>();
    }

    public static void AddDrain(this IServiceCollection services)
    {
        services.AddSingleton<DrainState>();
        services.AddHostedService(s => s.GetRequiredService<DrainState>());
        services.AddSingleton<UnknownPath>();
    }

    /// <summary>Client endpoints come first: one look-up decides, before any routing.</summary>
    public static void UseRelay(this WebApplication app)
    {
        var drain = app.Services.GetRequiredService<DrainState>();
        app.Use(next => http => drain.InvokeAsync(http, next));
        var arrivals = app.Services.GetRequiredService<ArrivalGate>();
        app.Use(next => http => arrivals.InvokeAsync(http, next));
        var gate = app.Services.GetRequiredService<AddressGate>();
        app.Use(next => http => gate.InvokeAsync(http, next));
        var endpoints = app.Services.GetRequiredService<RelayEndpoints>();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = SocketPing, KeepAliveTimeout = SocketPing });
        app.Use(next => http => endpoints.InvokeAsync(http, next));
    }

    public static void MapUnknownPaths(this WebApplication app)
    {
        var unknown = app.Services.GetRequiredService<UnknownPath>();
        app.MapFallback("{*path}", unknown.HandleAsync);
    }
}
