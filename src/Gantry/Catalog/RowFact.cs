namespace Gantry.Catalog;

/// <summary>One thing that a row says, as text: two rows are the same when their facts are.</summary>
/// <param name="Name">The key of the declarative file.</param>
/// <param name="Value">The value as the declarative file writes it.</param>
/// <param name="Hidden">Compared, but never printed.</param>
internal readonly record struct RowFact(string Name, string Value, bool Hidden = false);
