namespace Gantry.Contracts.Manage.Keys;

/// <summary>A key to be made for any account.</summary>
public sealed record KeyDraft : KeyTerms
{
    /// <summary>The owner's e-mail address.</summary>
    public required string Account { get; init; }
}
