using System.Buffers;
using System.Text.Json;
using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;
using Gantry.Relay.State;

namespace Gantry.Relay;

/// <summary>A translated answer to a client that wants one document, whether the upstream streams or not.</summary>
internal sealed class TranslatedWhole(Settlement settlement, ClientResponse client, ConversationStates conversations, TimeProvider time)
{
    private const int ReadSize = 16 * 1024;
    private const int Longest = 256 * 1024 * 1024;

    /// <summary>An end that says nothing of the request: another try may well bring an answer. Once, and only before the client has a byte.</summary>
    private static bool IsWorthAnotherTry(Exchange exchange, GatewayError error) =>
        exchange.Attempt is { Number: 1 } && error.Code == "upstream_malformed_function_call";

    /// <summary>Why there is no answer: for another upstream to do better, or the same one.</summary>
    public static AttemptResult Failed(Exchange exchange, GatewayError error)
    {
        if (IsWorthAnotherTry(exchange, error))
        {
            return AttemptResult.Mend(Repair.Same, error);
        }

        var outcome = error.Code switch
        {
            "upstream_disconnected" => AttemptOutcome.TornBeforeContent,
            "upstream_bad_answer" => AttemptOutcome.BadAnswer,
            _ => Outcomes.OfError(error.Kind, content: false),
        };
        return AttemptResult.Failed(outcome, error) with { RetryAfter = error.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
    }

    public async Task<AttemptResult> PassAsync(
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
        exchange.ContentTokens = meter.ContentTokens;
        if (error is not null)
        {
            return Failed(exchange, error);
        }

        var item = Sealed(exchange, ref answer!);
        using var written = new PooledBytes(ReadSize);
        using (var json = new Utf8JsonWriter(written, WireJson.Options))
        {
            ChatCodecs.For(exchange.Route.Route.Protocol).WriteAnswer(answer, translated.Context, json, translated.Losses);
        }

        var said = item is null ? written.Bytes : Shortened(exchange, written.Bytes, item);
        client.BeginTranslated(exchange, response);
        ClientResponse.NameLosses(exchange);
        exchange.Http.Response.ContentLength = exchange.ResponseBytes = said.Length;
        conversations.Keep(exchange, written.Bytes);
        exchange.FirstContentTicks = time.GetTimestamp();
        exchange.EstimatedUsage = TranslatedUsage.Estimated(exchange, answer!.Usage);
        await settlement.SettleAsync(exchange, UsageOutcome.Completed);
        await using var stream = new ClientStream(exchange);
        await stream.WriteAsync(said, cancellation);
        return AttemptResult.Done(AttemptOutcome.Served);
    }

    /// <summary>A summary becomes the one item that the client carries on with; null where none was asked for.</summary>
    private static byte[]? Sealed(Exchange exchange, ref ChatAnswer answer)
    {
        if (exchange.Conversation is not { Compacts: true })
        {
            return null;
        }

        var summary = string.Concat(answer.Parts.OfType<TextPart>().Select(part => part.Text.ToString()));
        var item = CompactionAnswer.Item(summary, exchange.RequestId);
        answer = answer with { Parts = [new ForeignPart(Protocol.Responses, "compaction", new JsonSlice(item))] };
        return item;
    }

    private static ReadOnlyMemory<byte> Shortened(Exchange exchange, ReadOnlyMemory<byte> response, byte[] item)
    {
        if (exchange.Conversation!.Replays)
        {
            exchange.Streamed = true;
            return ResponseReplay.Write(response);
        }

        return exchange.Route.Route.Operation == Operation.Compact
            ? CompactionAnswer.Write(Transcript.Read(exchange.Conversation.Input), item, exchange.RequestId, exchange.StartedAt, JsonCut.Member(response, "usage"))
            : response;
    }

    /// <summary>Reads a whole document of the upstream's protocol, or the failure that it is.</summary>
    public static async Task<(ChatAnswer? Answer, GatewayError? Error)> ReadAsync(
        Exchange exchange, HttpResponseMessage response, Stream body, IResponseMeter meter, CancellationToken cancellation)
    {
        var spoken = exchange.Translated!.Spoken;

        using var held = new PooledBytes(Math.Max(response.Content.Headers.ContentLength ?? 0, ReadSize));
        int read;
        while ((read = await body.ReadAsync(held.Free(ReadSize), cancellation)) > 0)
        {
            exchange.Watched.NoteRead();
            meter.Append(held.Take(read).Span);
            if (held.Length > Longest)
            {
                return (null, Failures.Senseless("a document without an end"));
            }
        }

        meter.Complete();
        if (UpstreamErrors.ReadAnswer(spoken, held.Bytes.Span, name => UpstreamHeaders.Find(response, name)) is { } failure)
        {
            return (null, ClientErrors.Tell(exchange.Route.Route.Protocol, failure, exchange.RequestId));
        }

        try
        {
            // The answer's texts are slices of it, and outlive what is rented here.
            return (ChatCodecs.For(spoken).ReadAnswer(held.Bytes.ToArray()), null);
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
        using var rented = MemoryPool<byte>.Shared.Rent(ReadSize);
        var buffer = rented.Memory;
        int read;
        while ((read = await body.ReadAsync(buffer, cancellation)) > 0)
        {
            exchange.Watched.NoteRead();
            meter.Append(buffer.Span[..read]);
            reader.Append(buffer.Span[..read]);
        }

        meter.Complete();
        if (!collected.Complete && collected.Error is null)
        {
            reader.Complete();
        }

        return (collected.ToAnswer(), collected.Error);
    }
}
