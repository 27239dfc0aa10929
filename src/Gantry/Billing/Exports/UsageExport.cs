using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gantry.Billing.Pricing;

namespace Gantry.Billing.Exports;

/// <summary>
/// Writes usage records page by page: memory does not grow with their number, and no page keeps the store waiting for whoever reads. A record
/// that is finished while an export runs is in it only where the export has not passed its start yet.
/// </summary>
internal sealed class UsageExport(IUsageExportStore store, IPriceStore prices)
{
    private const int PageRows = 1000;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The export in pieces of whole lines, in UTF-8. A piece is valid until the next one is asked for.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> StreamAsync(
        ExportFilter filter, ExportFormat format, ImmutableArray<ExportColumn> columns, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var versions = new Dictionary<string, PriceVersion?>(StringComparer.Ordinal);
        var piece = new ArrayBufferWriter<byte>(256 * 1024);
        await using var json = new Utf8JsonWriter(piece, Json);
        if (format == ExportFormat.Csv) WriteCsv(piece, columns, column => column.Name);
        IReadOnlyList<ExportedUsage> page = [];
        do
        {
            page = await store.PageAsync(filter, page.Count > 0 ? page[^1] : null, PageRows, cancellation);
            foreach (var row in page)
            {
                var line = new ExportLine(row, await VersionAsync(versions, row.PriceVersion, cancellation));
                if (format == ExportFormat.Csv) WriteCsv(piece, columns, column => column.Text is { } text ? text(line) : column.Count!(line)?.ToString(CultureInfo.InvariantCulture));
                else WriteJson(json, piece, columns, line);
            }

            if (piece.WrittenCount > 0) yield return piece.WrittenMemory;
            piece.ResetWrittenCount();
        }
        while (page.Count == PageRows);
    }

    private static void WriteCsv(ArrayBufferWriter<byte> piece, ImmutableArray<ExportColumn> columns, Func<ExportColumn, string?> value)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (i > 0) piece.Write(","u8);
            if (value(columns[i]) is { } text) CsvText.Write(piece, text);
        }

        piece.Write("\r\n"u8);
    }

    private static void WriteJson(Utf8JsonWriter json, ArrayBufferWriter<byte> piece, ImmutableArray<ExportColumn> columns, ExportLine line)
    {
        json.WriteStartObject();
        foreach (var column in columns)
        {
            if (column.Text is { } text)
            {
                json.WriteString(column.Name, text(line));
            }
            else if (column.Count!(line) is { } count)
            {
                json.WriteNumber(column.Name, count);
            }
            else
            {
                json.WriteNull(column.Name);
            }
        }

        json.WriteEndObject();
        json.Flush();
        json.Reset();
        piece.Write("\n"u8);
    }

    private async ValueTask<PriceVersion?> VersionAsync(Dictionary<string, PriceVersion?> known, string? id, CancellationToken cancellation)
    {
        if (id is null) return null;
        if (!known.TryGetValue(id, out var version)) known[id] = version = await prices.FindAsync(id, cancellation);
        return version;
    }
}
