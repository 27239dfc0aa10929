using System.Globalization;
using System.Text.Json;
using Gantry.Access;
using Gantry.Billing;
using Gantry.Catalog;
using Gantry.Protocols.Hub;
using Gantry.Snapshot;

namespace Gantry.Owner;

/// <summary><c>GET /v1/usage?from=&amp;to=&amp;group_by=day|model|key&amp;session=</c>: what the account has used and paid, from the hourly sums; one session's by its records. Exact: it equals the ledger (reliability D-8).</summary>
internal sealed class UsageEndpoint(OwnerApi api, IUsageReader usage, TimeProvider time)
{
    private const int LongestSession = 256;

    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);

    /// <summary>Middleware: serves its path, hands on the others.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        DeclaredEndpoints.Usage.Has(api.Path(http)) ? api.ServeAsync(http, DeclaredEndpoints.Usage, ShowAsync) : next(http);

    private async Task<GatewayError?> ShowAsync(HttpContext http, GatewaySnapshot snapshot, ApiKey key)
    {
        var query = http.Request.Query;
        var now = time.GetUtcNow();
        if (!TryRead(query["to"], now.AddHours(1).AddTicks(-now.AddHours(1).UtcTicks % TimeSpan.TicksPerHour), out var to)) return BadTime("to");
        if (!TryRead(query["from"], to - Usual, out var from)) return BadTime("from");
        if (from >= to) return new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, "'from' lies not before 'to'.") { Param = "from" };
        var word = query["group_by"].ToString() is { Length: > 0 } asked ? asked : "day";
        if (!EnumWords.TryParse<UsageGrouping>(word, out var grouping) || grouping is UsageGrouping.Account or UsageGrouping.Hour)
            return new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, "'group_by' is one of day, model and key.") { Param = "group_by" };
        var session = query["session"].ToString();
        if (session.Length > LongestSession) return new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, $"'session' takes what the client sends as its session, at most {LongestSession} characters.") { Param = "session" };
        var sums = session.Length > 0
            ? await usage.SumSessionAsync(OwnerApi.UsageOf(key), SessionPrint.Of(session), from, to, grouping, http.RequestAborted)
            : await usage.SumAsync(OwnerApi.UsageOf(key), from, to, grouping, http.RequestAborted);
        var names = grouping == UsageGrouping.Key ? Names(snapshot, key.AccountId) : [];
        await OwnerApi.WriteAsync(http, json => Write(json, from, to, word, sums, names));
        return null;
    }

    private static void Write(Utf8JsonWriter json, DateTimeOffset from, DateTimeOffset to, string grouping, IReadOnlyList<UsageSum> sums, Dictionary<string, string> names)
    {
        json.WriteString("object", "usage");
        json.WriteString("from", from);
        json.WriteString("to", to);
        json.WriteString("group_by", grouping);
        json.WriteString("currency", "USD");
        json.WriteStartArray("data");
        foreach (var sum in sums)
        {
            json.WriteStartObject();
            json.WriteString(grouping, sum.Name.Length > 0 ? sum.Name : null);
            if (names.GetValueOrDefault(sum.Name) is { } name) json.WriteString("name", name);
            Write(json, sum);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("total");
        Write(json, sums.Aggregate(new UsageSum("", 0, default, 0, 0, 0, 0), (all, sum) => all + sum));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, UsageSum sum)
    {
        json.WriteNumber("requests", sum.Requests);
        UsageView.Write(json, sum.Usage);
        RequestView.Money(json, "cost", sum.CostNanos);
        RequestView.Money(json, "charged", sum.ChargedNanos);
        RequestView.Money(json, "overrun", sum.OverrunNanos);
        RequestView.Money(json, "refunded", sum.RefundedNanos);
        RequestView.Money(json, "paid", sum.ChargedNanos - sum.RefundedNanos);
    }

    private static Dictionary<string, string> Names(GatewaySnapshot snapshot, Guid account) =>
        snapshot.Keys.Values.Where(key => key.AccountId == account).DistinctBy(key => key.Id).ToDictionary(key => key.Id.ToString(), key => key.Name);

    /// <summary>A whole hour, since that is what is kept; a date is its first.</summary>
    private static bool TryRead(string? text, DateTimeOffset usual, out DateTimeOffset read)
    {
        read = usual;
        return string.IsNullOrEmpty(text)
            || (DateTimeOffset.TryParseExact(
                    text,
                    ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK"],
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                    out read)
                && read.UtcTicks % TimeSpan.TicksPerHour == 0);
    }

    private static GatewayError BadTime(string name) =>
        new(ErrorKind.InvalidRequest, ErrorOrigin.Client, $"'{name}' takes a date or a whole hour of UTC: 2026-01-31 or 2026-01-31T13:00:00Z.") { Param = name };
}
