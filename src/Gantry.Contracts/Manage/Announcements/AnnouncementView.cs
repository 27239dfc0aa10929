namespace Gantry.Contracts.Manage.Announcements;

/// <summary>An announcement.</summary>
public sealed record AnnouncementView : AnnouncementTerms
{
    public required Guid Id { get; init; }
}
