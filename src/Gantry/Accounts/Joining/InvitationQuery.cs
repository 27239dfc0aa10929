namespace Gantry.Accounts.Joining;

/// <summary>Which invitations are asked for, the newest first.</summary>
/// <param name="Search">How their addresses begin; null for all.</param>
/// <param name="Open">Only those that can be used, or only those that cannot; null for both.</param>
/// <param name="After">The last of the page before; null for the first page.</param>
/// <param name="Limit">At most so many.</param>
internal sealed record InvitationQuery(string? Search, bool? Open, Guid? After, int Limit);
