using System.Globalization;
using System.Text;
using System.Text.Json;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Code;

/// <summary>What the requests of a run have used and cost.</summary>
/// <param name="Requests">That reached the gateway with the key.</param>
/// <param name="Input">Tokens in, cached or not.</param>
/// <param name="CacheRead">Of them read from a cache.</param>
/// <param name="Output">Tokens out.</param>
/// <param name="Charged">Paid, less what was given back.</param>
internal sealed record SessionBill(long Requests, long Input, long CacheRead, long Output, Money Charged)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    // A client that asked nothing is not waited for as long as one whose last answer is being booked.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Reads the requests of the key since a moment, once they are booked: two looks that agree, with none under way.</summary>
    /// <returns>Null where the gateway does not tell.</returns>
    public static async Task<SessionBill?> ReadAsync(CodeGateway gateway, DateTimeOffset since, TimeProvider time, CancellationToken cancellation)
    {
        var root = new Uri(gateway.Address);
        using var http = CommandHttp.Create(root);
        var client = new GatewayClient(http, root, Patience, time);
        var call = new Call(HttpMethod.Get, "/v1/usage/export")
        {
            Query = $"format=jsonl&key=own&from={Uri.EscapeDataString(since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture))}",
        }.WithKeys(new PlacedKey(KeyPlacement.Bearer, gateway.Key));
        var began = time.GetTimestamp();
        SessionBill? last = null;
        while (true)
        {
            var answer = await client.SendAsync(call, cancellation);
            var read = answer is { Status: 200, Broken: null } ? Sum(answer.Body) : null;
            var elapsed = time.GetElapsedTime(began);
            var settled = read is not null && read == last && !gateway.IsBusy && (read.Requests > 0 || elapsed > Soon);
            if (settled || elapsed > Patience) return read ?? last;
            last = read ?? last;
            await Task.Delay(Look, time, cancellation);
        }
    }

    /// <summary>One line for people.</summary>
    public override string ToString() => Requests == 0
        ? "gantry: no requests"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"gantry: {Requests} {(Requests == 1 ? "request" : "requests")}, {Input:N0} tokens in ({Share} % from cache), {Output:N0} out, ${Charged}");

    /// <summary>In per cent with one decimal.</summary>
    private string Share => (Input == 0 ? 0 : (decimal)CacheRead * 100 / Input).ToString("0.0", CultureInfo.InvariantCulture);

    private static SessionBill Sum(byte[] lines)
    {
        var sum = new SessionBill(0, 0, 0, 0, Money.Zero);
        foreach (var line in Encoding.UTF8.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            var request = json.RootElement;
            var read = Count(request, "cache_read");
            sum = new SessionBill(
                sum.Requests + 1,
                sum.Input + Count(request, "uncached_input") + read + Count(request, "cache_write_5m") + Count(request, "cache_write_1h") + Count(request, "audio_input") + Count(request, "image_input"),
                sum.CacheRead + read,
                sum.Output + Count(request, "output"),
                sum.Charged + Amount(request, "charged") - Amount(request, "refunded"));
        }

        return sum;
    }

    private static long Count(JsonElement request, string name) => request.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;

    private static Money Amount(JsonElement request, string name) =>
        request.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && DecimalText.TryParse(value.GetString()!, DecimalText.Nano, out var nanos) is null
            ? new Money(nanos)
            : Money.Zero;
}
