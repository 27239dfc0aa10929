using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Gantry.Cli.StatusLine;

/// <summary>What the gateway knows of a session.</summary>
/// <param name="PaidNanos">What its requests have cost the wallet, in nano-USD; null where it was not told in time.</param>
/// <param name="CachedPercent">How much of all prompts came from the cache.</param>
/// <param name="LeftNanos">What the wallet still has, in nano-USD; null where this key is not told.</param>
internal readonly record struct SessionFigures(long? PaidNanos, int? CachedPercent, long? LeftNanos)
{
    /// <summary>Asks for both at once.</summary>
    /// <param name="address">The gateway.</param>
    /// <param name="key">The key of the session.</param>
    /// <param name="session">What its requests carry.</param>
    /// <param name="left">How long it may take.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<SessionFigures> AskAsync(Uri address, string key, string session, TimeSpan left, TimeProvider time, CancellationToken cancellation)
    {
        if (left <= TimeSpan.Zero) return default;
        using var timer = new CancellationTokenSource(left, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        using var http = CommandHttp.Create(address);
        http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.TryParse("Bearer " + key, out var bearer) ? bearer : null;
        var root = address.AbsoluteUri.TrimEnd('/');
        var sums = GetAsync(http, $"{root}/v1/usage?group_by=model&session={Uri.EscapeDataString(session)}", limit.Token);
        var wallet = GetAsync(http, root + "/v1/wallet", limit.Token);
        await Task.WhenAll(sums, wallet);
        using var told = await sums;
        using var has = await wallet;
        var total = told is null ? default : StatusLineInput.At(told.RootElement, "total");
        var isTold = total.ValueKind == JsonValueKind.Object && StatusLineInput.Number(StatusLineInput.At(total, "requests")) > 0;
        return new SessionFigures(
            isTold ? StatusLineInput.Number(StatusLineInput.At(total, "paid_nanos")) : null,
            isTold ? StatusLineInput.Share(Sum(total, "cache_read"), Sum(total, "uncached_input") + Sum(total, "cache_write_5m") + Sum(total, "cache_write_1h")) : null,
            has is null ? null : Left(has.RootElement));
    }

    /// <summary>Null for whatever is not an answer in time: an older gateway, another one, a key that is not told.</summary>
    private static async Task<JsonDocument?> GetAsync(HttpClient http, string address, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(address, cancellation);
            if (answer.StatusCode != HttpStatusCode.OK) return null;
            return JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation));
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }

    private static long Sum(JsonElement total, string bucket) => StatusLineInput.Number(StatusLineInput.At(total, bucket));

    // With what is set aside for requests to come: that is not spent.
    private static long? Left(JsonElement wallet) =>
        StatusLineInput.At(wallet, "total") is { ValueKind: JsonValueKind.String } text && Catalog.DecimalText.TryParse(text.GetString()!, 9, out var nanos) is null ? nanos : null;
}
