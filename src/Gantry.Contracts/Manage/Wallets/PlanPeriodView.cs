namespace Gantry.Contracts.Manage.Wallets;

/// <summary>A period of a plan, which has a wallet of its own.</summary>
/// <param name="Name">The plan's.</param>
/// <param name="WalletId">Its book.</param>
/// <param name="Granted">All that the period was given.</param>
/// <param name="Rest">What is left of it, running requests not yet taken off.</param>
/// <param name="From">When it began.</param>
/// <param name="Until">When what is left lapses.</param>
public sealed record PlanPeriodView(string Name, Guid WalletId, UsdAmount Granted, UsdAmount Rest, DateTimeOffset From, DateTimeOffset Until);
