namespace Gantry.Contracts.Manage.Me;

/// <summary>One of one's own sessions.</summary>
/// <param name="Id">Names the session; it is not the cookie.</param>
/// <param name="Current">The one that asks.</param>
/// <param name="Address">Where it was last seen.</param>
/// <param name="Browser">What it called itself, shortened.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="SeenAt">When it was last used, to the minute.</param>
public sealed record SessionView(Guid Id, bool Current, string Address, string Browser, DateTimeOffset CreatedAt, DateTimeOffset SeenAt);
