using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Nodes;

namespace Gantry.Billing.Wallets;

/// <summary>Registers what sets money aside. The ledger's store comes from elsewhere.</summary>
internal static class WalletServices
{
    /// <param name="services">Must have <see cref="ILedgerStore"/>, <see cref="IPlanStore"/> and <see cref="TimeProvider"/>.</param>
    /// <param name="run">This process.</param>
    public static IServiceCollection AddWallets(this IServiceCollection services, GatewayRun run)
    {
        services.AddSingleton(run);
        services.AddSingleton(new SpendTallies { IsShared = run.IsShared });
        services.AddSingleton<WalletDesk>();
        services.AddSingleton<PayingWallets>();
        services.AddSingleton<OutputHistory>();
        services.AddSingleton<PromptRatios>();
        services.AddHostedService<AllowanceKeeper>();
        services.AddHostedService<PlanKeeper>();
        return services;
    }
}
