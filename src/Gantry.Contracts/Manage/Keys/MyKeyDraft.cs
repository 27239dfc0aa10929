namespace Gantry.Contracts.Manage.Keys;

/// <summary>A key of one's own to be made.</summary>
public sealed record MyKeyDraft : KeyTerms
{
    /// <summary>The name of a team that one is in: it pays, and one's budget there bounds the key; null for one's own account.</summary>
    public string? Team { get; init; }
}
