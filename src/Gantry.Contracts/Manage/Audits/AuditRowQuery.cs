namespace Gantry.Contracts.Manage.Audits;

/// <summary>Which rows of the audit log are asked for; what is null does not narrow.</summary>
public sealed record AuditRowQuery : PageQuery
{
    /// <summary>Only of this actor, as the rows name it.</summary>
    public string? Actor { get; init; }

    /// <summary>Only actions that begin so, as in <c>key.</c>.</summary>
    public string? Action { get; init; }

    /// <summary>Only targets that begin so.</summary>
    public string? Target { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }
}
