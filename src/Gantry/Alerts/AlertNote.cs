namespace Gantry.Alerts;

/// <summary>A condition that holds.</summary>
/// <param name="Key">Which one.</param>
/// <param name="AccountId">Whose matter it is, of a team that of its managers; null for that of the operators.</param>
/// <param name="Text">For people, a sentence or two.</param>
public sealed record AlertNote(AlertKey Key, Guid? AccountId, string Text)
{
    /// <summary>Where the account is a team's: the person whose budget or key it is, who is told beside the managers.</summary>
    public Guid? MemberId { get; init; }
}
