namespace Gantry.Billing.Traffic;

/// <summary>What all requests of a time come to, for those who run the gateway. Times are whole hours of UTC.</summary>
internal interface ITrafficLog
{
    /// <summary>Sums by period, model and account.</summary>
    Task<IReadOnlyList<TrafficSum>> SumsAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan period, CancellationToken cancellation);

    /// <summary>Requests that failed or broke off, by their sort; the most frequent first.</summary>
    Task<IReadOnlyList<FailureSum>> FailuresAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation);

    Task<IReadOnlyList<PaceCount>> PacesAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan period, CancellationToken cancellation);

    Task<IReadOnlyList<UpstreamCostSum>> CostsAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan period, CancellationToken cancellation);

    /// <summary>How each model of each group did, hour by hour: what is the fault of neither the client nor of its key counts as a fault.</summary>
    Task<IReadOnlyList<ModelPulse>> PulsesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation);

    /// <summary>The same in one sum, exactly, for the time since <paramref name="since"/>; of what came last alone where that is too much to read.</summary>
    Task<IReadOnlyList<ModelPulse>> LatestAsync(DateTimeOffset since, CancellationToken cancellation);
}
