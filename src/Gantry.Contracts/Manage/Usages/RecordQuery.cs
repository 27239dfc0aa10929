namespace Gantry.Contracts.Manage.Usages;

/// <summary>Which usage records are asked for; what is null does not narrow.</summary>
public sealed record RecordQuery : PageQuery
{
    /// <summary>Only of this account; one's own records are one's own whatever is asked.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>Of one's own only those made with one's keys in this team; null for those that one's own account has paid.</summary>
    public Guid? TeamId { get; init; }

    public Guid? KeyId { get; init; }

    /// <summary>The public model id.</summary>
    public string? Model { get; init; }

    public string? Group { get; init; }

    /// <summary><c>completed</c>, <c>failed</c>, <c>interrupted</c> or <c>client_left</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Began then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Began before then.</summary>
    public DateTimeOffset? To { get; init; }
}
