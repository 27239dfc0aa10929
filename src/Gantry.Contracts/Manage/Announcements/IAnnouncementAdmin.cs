namespace Gantry.Contracts.Manage.Announcements;

/// <summary>What the operators tell the users.</summary>
public interface IAnnouncementAdmin
{
    /// <summary>All of them, in the order of their making; <see cref="PageQuery.Search"/> is the beginning of the title.</summary>
    Task<Page<AnnouncementView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation);

    Task<Versioned<AnnouncementView>> GetAsync(IActor who, Guid id, CancellationToken cancellation);

    /// <exception cref="RefusedException">Too long, or ends before it begins.</exception>
    Task<Versioned<AnnouncementView>> CreateAsync(IActor who, AnnouncementTerms terms, CancellationToken cancellation);

    /// <inheritdoc cref="Keys.IKeyAdmin.EditAsync"/>
    Task<Versioned<AnnouncementView>> EditAsync(IActor who, Guid id, Func<AnnouncementTerms, AnnouncementTerms> change, string? tag, CancellationToken cancellation);

    Task DeleteAsync(IActor who, Guid id, CancellationToken cancellation);
}
