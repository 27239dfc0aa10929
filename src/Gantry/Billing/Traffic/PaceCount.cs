namespace Gantry.Billing.Traffic;

/// <summary>How many completed requests of a period took about as long.</summary>
/// <param name="Period">As in <see cref="TrafficSum"/>.</param>
/// <param name="IsFirst">Until the first content of a streamed answer; else from beginning to end.</param>
/// <param name="Bucket">One of <see cref="PaceBuckets"/>.</param>
/// <param name="Requests">How many.</param>
internal sealed record PaceCount(long Period, bool IsFirst, int Bucket, long Requests);
