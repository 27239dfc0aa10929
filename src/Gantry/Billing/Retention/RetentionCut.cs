namespace Gantry.Billing.Retention;

/// <summary>The first days (UTC) that are kept.</summary>
/// <param name="Records">Of records.</param>
/// <param name="Hours">Of hourly sums; not after <paramref name="Records"/>.</param>
public readonly record struct RetentionCut(DateOnly Records, DateOnly Hours);
