namespace Gantry.Contracts.Manage.Announcements;

/// <summary>What the operators tell the one who asks.</summary>
public interface IMyAnnouncements
{
    /// <summary>Those that are shown now to everybody, or to users of a group that a key of the account has, or one of its keys in a team; the loudest first.</summary>
    Task<Page<AnnouncementView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation);
}
