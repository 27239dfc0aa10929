namespace Gantry.Console.Overview;

/// <summary>One day of the reader's own.</summary>
/// <param name="Day">Its date.</param>
/// <param name="Requests">How many were sent.</param>
/// <param name="Failed">How many of them failed or broke off.</param>
/// <param name="Spent">USD that the wallet paid, refunds taken off.</param>
internal sealed record UsageDay(DateOnly Day, long Requests, long Failed, decimal Spent);
