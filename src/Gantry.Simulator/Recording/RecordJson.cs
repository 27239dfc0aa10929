using System.Text.Json;
using Usage = Gantry.Protocols.Hub.Usage;

namespace Gantry.Simulator.Recording;

/// <summary>An exchange as one JSON object, keys replaced by fingerprints and the body by its length.</summary>
internal static class RecordJson
{
    public static void Write(Utf8JsonWriter json, RecordedExchange exchange)
    {
        json.WriteStartObject();
        json.WriteNumber("sequence", exchange.Sequence);
        json.WriteString("received_at", exchange.ReceivedAt);
        json.WriteString("method", exchange.Method);
        json.WriteString("target", Fingerprint.Target(exchange.Target));
        json.WriteStartArray("headers");
        foreach (var (name, value) in exchange.Headers)
        {
            json.WriteStartArray();
            json.WriteStringValue(name);
            json.WriteStringValue(Fingerprint.IsSecret(name) ? Fingerprint.Of(value) : value);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteNumber("body_bytes", exchange.BodyLength);
        json.WriteString("model", exchange.Model);
        json.WriteString("protocol", exchange.Protocol?.ToString().ToLowerInvariant());
        json.WriteString("operation", exchange.Operation?.ToString());
        json.WriteBoolean("stream", exchange.Stream);
        json.WriteNumber("status", exchange.Status);
        json.WriteNumber("bytes", exchange.BytesWritten);
        json.WriteNumber("events", exchange.EventsWritten);
        json.WriteNumber("tokens_delivered", exchange.TokensDelivered);
        if (exchange.ClaimedUsage is { } usage) Write(json, usage);
        json.WriteBoolean("usage_delivered", exchange.UsageDelivered);
        json.WriteString("outcome", exchange.Outcome.ToString());
        if (exchange.AbortedAt is { } aborted) json.WriteString("aborted_at", aborted);
        if (exchange.EndedAt is { } ended) json.WriteString("ended_at", ended);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Usage usage)
    {
        json.WriteStartObject("usage");
        foreach (var (name, count) in ((string, long)[])[
            ("input", usage.UncachedInput), ("cache_read", usage.CacheRead), ("cache_write_5m", usage.CacheWrite5m), ("cache_write_1h", usage.CacheWrite1h),
            ("output", usage.Output), ("reasoning", usage.Reasoning), ("audio_input", usage.AudioInput), ("image_input", usage.ImageInput),
            ("audio_output", usage.AudioOutput), ("image_output", usage.ImageOutput), ("images", usage.Images), ("audio_seconds", usage.AudioSeconds)])
        {
            if (count != 0) json.WriteNumber(name, count);
        }
        json.WriteEndObject();
    }
}
