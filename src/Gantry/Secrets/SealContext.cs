namespace Gantry.Secrets;

/// <summary>Where a sealed secret lies. A secret opens only in the very cell that it was sealed for.</summary>
internal readonly record struct SealContext(string Table, string Id, string Column);
