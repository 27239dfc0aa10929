namespace Gantry.Contracts.Manage.Codes;

/// <summary>Codes that were made together.</summary>
public sealed record CodesIssued(IReadOnlyList<CodeIssued> Data);
