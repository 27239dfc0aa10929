namespace Gantry.Contracts.Manage.Keys;

/// <summary>A key to be made for any account.</summary>
public sealed record KeyDraft : KeyTerms
{
    /// <summary>The owner's e-mail address, or the name of a team.</summary>
    public required string Account { get; init; }

    /// <summary>The address of the member of the team whose budget bounds it; null for a key that the team has as such.</summary>
    public string? Member { get; init; }
}
