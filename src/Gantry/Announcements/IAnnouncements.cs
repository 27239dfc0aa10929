using Gantry.Audit;

namespace Gantry.Announcements;

/// <summary>The announcements. Every change is in the audit log.</summary>
internal interface IAnnouncements
{
    /// <summary>All of them, the latest beginning first.</summary>
    Task<IReadOnlyList<Announcement>> ListAsync(CancellationToken cancellation);

    /// <summary>Those that are shown now to users of these groups, the loudest first.</summary>
    Task<IReadOnlyList<Announcement>> CurrentAsync(IReadOnlyCollection<string> groups, CancellationToken cancellation);

    /// <summary>Null where there is none.</summary>
    Task<Announcement?> FindAsync(Guid id, CancellationToken cancellation);

    /// <summary>Adds one whose <see cref="Announcement.Version"/> is 0, changes another.</summary>
    /// <returns>As it is stored; null where it is gone or somebody has changed it since that version.</returns>
    /// <exception cref="ArgumentException">What <see cref="Announcement.Refuse"/> says.</exception>
    Task<Announcement?> SaveAsync(Announcement announcement, AuditNote note, CancellationToken cancellation);

    /// <returns>Whether it was there.</returns>
    Task<bool> DeleteAsync(Guid id, AuditNote note, CancellationToken cancellation);
}
