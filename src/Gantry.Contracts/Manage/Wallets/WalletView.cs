namespace Gantry.Contracts.Manage.Wallets;

/// <summary>The wallet of an account.</summary>
public sealed record WalletView
{
    public required Guid AccountId { get; init; }

    /// <summary>Can be spent.</summary>
    public required UsdAmount Available { get; init; }

    /// <summary>Set aside for requests that run.</summary>
    public required UsdAmount Reserved { get; init; }

    /// <summary>Both together.</summary>
    public required UsdAmount Total { get; init; }

    /// <summary>Owed since a chargeback; above zero nothing can be spent.</summary>
    public required UsdAmount Debt { get; init; }

    /// <summary>The period of its plan that runs; null where none does.</summary>
    public PlanPeriodView? Plan { get; init; }
}
