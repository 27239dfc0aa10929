namespace Gantry.Access.Limits;

/// <summary>A share that a request does not fit into, where the limit may have room on other servers.</summary>
/// <param name="Share">Which.</param>
/// <param name="Limit">How much there is for all servers.</param>
/// <param name="Need">How much the request takes.</param>
internal readonly record struct RateLack(ScopeShare Share, long Limit, long Need);
