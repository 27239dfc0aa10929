using System.Buffers;
using System.Text.Json;
using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;

namespace Gantry.Relay;

/// <summary>A translated answer to a client that wants one document, whether the upstream streams or not.</summary>
internal sealed class TranslatedWhole(Settlement settlement, ClientResponse client, TimeProvider time)
{
    private const int ReadSize = 16 * 1024;
    private const int Longest = 256 * 1024 * 1024;

    /// <summary>An end that says nothing of the request: another try may well bring an answer. Once, and only before the client has a byte.</summary>
    public static bool IsWorthAnotherTry(Exchange exchange, GatewayError error) =>
        exchange.Attempt is { Number: 1 } && error.Code == "upstream_malformed_function_call";

    /// <returns>False where the same request is worth another try.</returns>
    public async Task<bool> PassAsync(
        Exchange exchange, HttpResponseMessage response, Stream body, ResponseFraming framing, IResponseMeter meter, CancellationToken cancellation)
    {
        var translated = exchange.Translated!;
        var (answer, error) = framing == ResponseFraming.Json
            ? await ReadAsync(exchange, response, body, meter, cancellation)
            : await CollectAsync(exchange, body, meter, cancellation);
        if (error is null && framing == ResponseFraming.Json)
        {
            (answer, error) = translated.Translation.Answer(answer!);
        }

        exchange.Reading = meter.Reading;
        if (error is not null)
        {
            if (IsWorthAnotherTry(exchange, error))
            {
                return false;
            }

            await client.FailAsync(exchange, error, cancellation);
            return true;
        }

        using var written = new PooledBytes(ReadSize);
        using (var json = new Utf8JsonWriter(written, WireJson.Options))
        {
            ChatCodecs.For(exchange.Route.Route.Protocol).WriteAnswer(answer!, translated.Context, json, translated.Losses);
        }

        client.BeginTranslated(exchange, response);
        ClientResponse.NameLosses(exchange);
        exchange.Http.Response.ContentLength = exchange.ResponseBytes = written.Length;
        exchange.FirstContentTicks = time.GetTimestamp();
        await settlement.SettleAsync(exchange, UsageOutcome.Completed);
        await using var stream = new ClientStream(exchange);
        await stream.WriteAsync(written.Bytes, cancellation);
        return true;
    }

    /// <summary>Reads a whole document of the upstream's protocol, or the failure that it is.</summary>
    public static async Task<(ChatAnswer? Answer, GatewayError? Error)> ReadAsync(
        Exchange exchange, HttpResponseMessage response, Stream body, IResponseMeter meter, CancellationToken cancellation)
    {
        var spoken = exchange.Translated!.Spoken;

        // Not pooled: the answer's texts are slices of it.
        var held = new ArrayBufferWriter<byte>((int)Math.Clamp(response.Content.Headers.ContentLength ?? 0, ReadSize, 1024 * 1024));
        int read;
        while ((read = await body.ReadAsync(held.GetMemory(ReadSize), cancellation)) > 0)
        {
            exchange.Watched.NoteRead();
            meter.Append(held.GetSpan(read)[..read]);
            held.Advance(read);
            if (held.WrittenCount > Longest)
            {
                return (null, Failures.Senseless("a document without an end"));
            }
        }

        meter.Complete();
        if (UpstreamErrors.ReadAnswer(spoken, held.WrittenSpan, name => UpstreamHeaders.Find(response, name)) is { } failure)
        {
            return (null, ClientErrors.Tell(exchange.Route.Route.Protocol, failure, exchange.RequestId));
        }

        try
        {
            return (ChatCodecs.For(spoken).ReadAnswer(held.WrittenMemory), null);
        }
        catch (ProtocolException)
        {
            return (null, Failures.Senseless("a document of another kind"));
        }
    }

    private static async Task<(ChatAnswer? Answer, GatewayError? Error)> CollectAsync(
        Exchange exchange, Stream body, IResponseMeter meter, CancellationToken cancellation)
    {
        var translated = exchange.Translated!;
        var collected = new AnswerAccumulator();
        var reader = ChatCodecs.For(translated.Spoken).NewStreamReader(translated.Translation.Answer(collected));
        var buffer = new byte[ReadSize];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellation)) > 0)
        {
            exchange.Watched.NoteRead();
            meter.Append(buffer.AsSpan(0, read));
            reader.Append(buffer.AsSpan(0, read));
        }

        meter.Complete();
        if (!collected.Complete && collected.Error is null)
        {
            reader.Complete();
        }

        return (collected.ToAnswer(), collected.Error);
    }
}
