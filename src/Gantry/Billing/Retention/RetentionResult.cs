namespace Gantry.Billing.Retention;

/// <summary>What was dropped, or would be.</summary>
/// <param name="Records">Records of requests.</param>
/// <param name="Attempts">Records of their attempts.</param>
/// <param name="Hours">Hourly sums, which have gone into monthly ones.</param>
/// <param name="Longest">For how long one write kept the store from others.</param>
public sealed record RetentionResult(long Records, long Attempts, long Hours, TimeSpan Longest);
