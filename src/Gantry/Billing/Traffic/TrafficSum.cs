namespace Gantry.Billing.Traffic;

/// <summary>Requests of one model and one account in one period. Money in nano-USD.</summary>
/// <param name="Period">Of how many lengths of a period since 1970 it is the next.</param>
/// <param name="Model">The public model id; empty for requests that no group took.</param>
/// <param name="AccountId">Who paid; null for requests without a good key.</param>
/// <param name="Requests">How many.</param>
/// <param name="Failed">How many of them failed or broke off.</param>
/// <param name="Prompt">Tokens of prompts, cached ones among them.</param>
/// <param name="Answer">Tokens of answers.</param>
/// <param name="CostNanos">By their prices.</param>
/// <param name="ChargedNanos">What wallets paid.</param>
/// <param name="OverrunNanos">What the house carried.</param>
/// <param name="RefundedNanos">What went back.</param>
internal sealed record TrafficSum(
    long Period, string Model, Guid? AccountId, long Requests, long Failed, long Prompt, long Answer, long CostNanos, long ChargedNanos, long OverrunNanos, long RefundedNanos);
