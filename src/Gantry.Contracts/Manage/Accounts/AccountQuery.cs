namespace Gantry.Contracts.Manage.Accounts;

/// <summary>Which accounts are asked for; <see cref="PageQuery.Search"/> is the beginning of their addresses.</summary>
public sealed record AccountQuery : PageQuery
{
    /// <summary>Only of this role.</summary>
    public string? Role { get; init; }

    /// <summary>Only disabled ones, or only those that are not.</summary>
    public bool? Disabled { get; init; }
}
