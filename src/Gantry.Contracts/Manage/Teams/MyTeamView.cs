using Gantry.Contracts.Manage.Wallets;

namespace Gantry.Contracts.Manage.Teams;

/// <summary>A team that the one who asks is in.</summary>
public sealed record MyTeamView
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary><c>member</c> or <c>manager</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Its keys are refused.</summary>
    public required bool Disabled { get; init; }

    /// <summary>One's own budget and what is left of it; empty where one has none.</summary>
    public required IReadOnlyList<BudgetLine> Budget { get; init; }

    /// <summary>The shared wallet; null for who does not manage the team.</summary>
    public WalletView? Wallet { get; init; }
}
