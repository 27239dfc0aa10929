using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Metering;

namespace Gantry.Relay;

/// <summary>Step 10 where the upstream speaks another protocol: frames become events, events become the client's frames. A meter looks on the upstream's bytes.</summary>
internal sealed class TranslateLane(TranslatedWhole whole, TranslatedStream streamed)
{
    /// <summary>Brings the answer to the client, if there is one: what fails before content is for the caller to try elsewhere.</summary>
    public async Task<AttemptResult> PassAsync(Exchange exchange, HttpResponseMessage response, CancellationToken cancellation)
    {
        var translated = exchange.Translated!;
        var framing = Framing(response, translated.Spoken);
        if (framing == ResponseFraming.Opaque)
        {
            return AttemptResult.Failed(AttemptOutcome.BadAnswer, Failures.Senseless("an answer of a kind that nobody asked for"));
        }

        var quirks = exchange.Facts is { CachesForOneHour: true } ? MeterQuirks.CacheWritesAreOneHour : MeterQuirks.None;
        var meter = ResponseMeters.For(translated.Spoken, Operation.Chat, framing, quirks);
        await using var body = await UpstreamAnswer.OpenAsync(response, cancellation);
        return exchange.Streamed
            ? await streamed.PassAsync(exchange, response, body, framing, meter, cancellation)
            : await whole.PassAsync(exchange, response, body, framing, meter, cancellation);
    }

    private static ResponseFraming Framing(HttpResponseMessage response, Protocol spoken)
    {
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        return type switch
        {
            _ when type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase) => ResponseFraming.Sse,
            _ when type.Equals("application/vnd.amazon.eventstream", StringComparison.OrdinalIgnoreCase) => ResponseFraming.AwsEventStream,
            _ when type.Length == 0 || type.EndsWith("json", StringComparison.OrdinalIgnoreCase) => ResponseFraming.Json,
            _ => spoken == Protocol.Converse ? ResponseFraming.Json : ResponseFraming.Opaque,
        };
    }
}
