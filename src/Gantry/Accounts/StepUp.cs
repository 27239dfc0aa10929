namespace Gantry.Accounts;

/// <summary>Whether a caller has presented a factor lately enough for what is dangerous (reliability S-24).</summary>
internal sealed class StepUp(TimeProvider time)
{
    /// <summary>How long a proof holds.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>A moment that is still to come proves nothing: a clock was set back.</summary>
    public bool Holds(DateTimeOffset? provedAt) => provedAt is { } at && time.GetUtcNow() - at is var age && age >= TimeSpan.Zero && age <= Life;
}
