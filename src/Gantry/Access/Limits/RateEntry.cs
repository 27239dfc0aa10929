namespace Gantry.Access.Limits;

/// <summary>What has come of a request at its limits: at most one of the three is there.</summary>
/// <param name="Admission">The end of it, unless it has to wait.</param>
/// <param name="Full">The scope that has no place: the request may wait in its queue.</param>
/// <param name="Lacks">Shares that have to be asked for before it can be decided; null for none.</param>
internal readonly record struct RateEntry(RateAdmission Admission, ScopeState? Full = null, IReadOnlyList<RateLack>? Lacks = null)
{
    /// <summary>In the queue now.</summary>
    public RateWaiter? Waiter { get; init; }
}
