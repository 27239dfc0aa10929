namespace Gantry.Announcements;

/// <summary>How loud an announcement is.</summary>
public enum AnnouncementLevel
{
    Info,
    Warning,
    Critical,
}
