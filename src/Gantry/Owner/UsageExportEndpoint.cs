using System.Globalization;
using System.Security.Cryptography;
using Gantry.Access;
using Gantry.Billing.Exports;
using Gantry.Protocols.Hub;
using Gantry.Snapshot;

namespace Gantry.Owner;

/// <summary><c>GET /v1/usage/export</c>: all requests of an account, for whoever holds a key of it; streamed.</summary>
internal sealed class UsageExportEndpoint(OwnerApi api, UsageExport export, ExportTurns turns, TimeProvider time)
{
    /// <summary>A trailer, where the client's protocol has trailers: SHA-256 of the body in hexadecimal.</summary>
    public const string HashTrailer = "x-gantry-sha256";

    /// <summary>In the place of a key's id: the key that asks, whose holder may not know its id.</summary>
    private const string OwnKey = "own";

    /// <summary>Middleware: serves its path, hands on the others.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        DeclaredEndpoints.UsageExport.Has(api.Path(http))
            ? api.ServeAsync(http, DeclaredEndpoints.UsageExport, (call, _, key) => AnswerAsync(call, key))
            : next(http);

    private async Task<GatewayError?> AnswerAsync(HttpContext http, ApiKey asking) =>
        Read(http.Request.Query, asking, out var filter, out var format) is { } wrong
            ? new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, wrong.Message) { Param = wrong.Param }
            : await TryStreamAsync(http, filter!, format);

    private async Task<GatewayError?> TryStreamAsync(HttpContext http, ExportFilter filter, ExportFormat format)
    {
        using var turn = turns.TryBegin(filter.AccountId!.Value);
        if (turn is null)
        {
            return new GatewayError(ErrorKind.RateLimited, ErrorOrigin.Client, "Another export of this account is running. Wait until it has ended.")
            {
                RetryAfterSeconds = 5,
                Code = "export_running",
            };
        }

        await StreamAsync(http, filter, format);
        return null;
    }

    private async Task StreamAsync(HttpContext http, ExportFilter filter, ExportFormat format)
    {
        var name = format == ExportFormat.Csv ? "csv" : "jsonl";
        http.Response.ContentType = format == ExportFormat.Csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"usage-{filter.From:yyyyMMdd}-{filter.To:yyyyMMdd}.{name}\"";
        var hashed = http.Response.SupportsTrailers();
        if (hashed) http.Response.DeclareTrailer(HashTrailer);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var piece in export.StreamAsync(filter, format, ExportColumns.Owner, http.RequestAborted))
        {
            hash.AppendData(piece.Span);
            await http.Response.BodyWriter.WriteAsync(piece, http.RequestAborted);
        }

        if (hashed) http.Response.AppendTrailer(HashTrailer, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private (string Param, string Message)? Read(IQueryCollection query, ApiKey asking, out ExportFilter? filter, out ExportFormat format)
    {
        filter = null;
        format = query["format"] == "jsonl" ? ExportFormat.Jsonl : ExportFormat.Csv;
        if ((string?)query["format"] is not (null or "csv" or "jsonl")) return ("format", "format must be csv or jsonl.");
        var (from, to) = (DateTimeOffset.UnixEpoch, time.GetUtcNow());
        if ((string?)query["from"] is { } first && !TryTime(first, out from)) return ("from", "from must be a day or a time (RFC 3339) such as 2026-07-24 or 2026-07-24T12:00:00Z.");
        if ((string?)query["to"] is { } last && !TryTime(last, out to)) return ("to", "to must be a day or a time (RFC 3339) such as 2026-07-24 or 2026-07-24T12:00:00Z.");
        Guid? key = null;
        if ((string?)query["key"] is { } id)
        {
            if (id == OwnKey) key = asking.Id;
            else if (Guid.TryParse(id, out var parsed)) key = parsed;
            else return ("key", $"key must be the id of a key, or {OwnKey} for the one that asks.");
        }

        var owner = OwnerApi.UsageOf(asking);

        filter = new ExportFilter(from, to, owner.AccountId, key, query["model"]) { MemberId = owner.MemberId };
        return null;
    }

    private static bool TryTime(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text,
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK"],
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal,
        out time);
}
