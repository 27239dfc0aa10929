namespace Gantry.Audit;

/// <summary>Which rows of the audit log are asked for, the newest first.</summary>
internal sealed record AuditQuery
{
    /// <summary>Rows before this one; null from the newest.</summary>
    public long? Before { get; init; }

    /// <summary>Only of this actor.</summary>
    public string? Actor { get; init; }

    /// <summary>Only actions that begin so, as in <c>key.</c>.</summary>
    public string? Action { get; init; }

    /// <summary>Only targets that begin so.</summary>
    public string? Target { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public int Limit { get; init; } = 50;
}
