namespace Gantry.Contracts.Manage.Usages;

/// <summary>Usage written out, with all that a bill needs; as large as it gets, in bounded memory.</summary>
public interface IUsageExports
{
    /// <summary>Writes the records that a query means, oldest first.</summary>
    /// <param name="who">Who asks; one export at a time for each.</param>
    /// <param name="everybody">Those of all accounts, for who may see them; else one's own.</param>
    /// <param name="query">Which; its page does not matter.</param>
    /// <param name="format"><c>csv</c> (RFC 4180, safe in spreadsheets) or <c>jsonl</c>.</param>
    /// <param name="open">Called once nothing is in the way, with the name of the file and its content type: where to write.</param>
    /// <param name="cancellation">Ends the writing in the middle.</param>
    Task WriteAsync(IActor who, bool everybody, RecordQuery query, string format, Func<string, string, Stream> open, CancellationToken cancellation);
}
