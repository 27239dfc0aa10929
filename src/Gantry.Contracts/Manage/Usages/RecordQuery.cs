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

    /// <summary>The HTTP status that the client got, such as <c>429</c>, or all that begin so, such as <c>4xx</c>.</summary>
    public string? Status { get; init; }

    /// <summary>The request that this id belongs to: its own, the upstream's of its answer, or that of one of its attempts.</summary>
    public string? RequestId { get; init; }

    /// <summary>Began then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Began before then.</summary>
    public DateTimeOffset? To { get; init; }
}
