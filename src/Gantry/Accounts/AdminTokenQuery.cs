namespace Gantry.Accounts;

/// <summary>Which tokens are asked for, by id.</summary>
/// <param name="Owner">Only of this account; null for all.</param>
/// <param name="Search">The beginning of their names; null for any.</param>
/// <param name="After">Behind this one; null for the first.</param>
/// <param name="Limit">How many at most.</param>
internal sealed record AdminTokenQuery(Guid? Owner, string? Search, Guid? After, int Limit);
