namespace Gantry.Billing.Exports;

/// <summary>How an export is written.</summary>
public enum ExportFormat
{
    /// <summary>RFC 4180 with a line of names, safe to open in a spreadsheet.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    Jsonl,
}
