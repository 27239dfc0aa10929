namespace Gantry.Billing.Exports;

/// <summary>A column of an export.</summary>
/// <param name="Name">As in the first line of CSV and in JSON.</param>
/// <param name="Text">A text, a time or an exact decimal; null where there is none.</param>
/// <param name="Count">A whole number, which JSON writes as one.</param>
internal readonly record struct ExportColumn(string Name, Func<ExportLine, string?>? Text, Func<ExportLine, long?>? Count);
