namespace Gantry.Contracts.Manage.Dashboards;

/// <summary>One among others.</summary>
/// <param name="Name">The model, or the account's id; null for requests that none took.</param>
/// <param name="Label">What people call it: the address of the account.</param>
/// <param name="Requests">How many.</param>
/// <param name="Failed">How many of them failed or broke off.</param>
/// <param name="Tokens">Of prompts and answers.</param>
/// <param name="Charged">What wallets paid, refunds taken off.</param>
public sealed record DashboardRank(string? Name, string? Label, long Requests, long Failed, long Tokens, UsdAmount Charged);
