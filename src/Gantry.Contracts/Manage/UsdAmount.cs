namespace Gantry.Contracts.Manage;

/// <summary>An amount of money, twice.</summary>
/// <param name="Amount">USD as decimal text, such as <c>1.00</c>.</param>
/// <param name="AmountNanos">The same in nano-USD.</param>
public sealed record UsdAmount(string Amount, long AmountNanos);
