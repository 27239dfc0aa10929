namespace Gantry.Alerts;

/// <summary>A condition that holds.</summary>
/// <param name="Key">Which one.</param>
/// <param name="AccountId">Whose matter it is; null for that of the operators.</param>
/// <param name="Text">For people, a sentence or two.</param>
public sealed record AlertNote(AlertKey Key, Guid? AccountId, string Text);
