using System.Buffers;
using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Models;

namespace Gantry.Clients.Tests.Translation;

/// <summary>Translates recorded answers to clients of other protocols, as the translate lane does.</summary>
internal static class AnswerTranslator
{
    /// <summary>One recording for one client, whole or as a stream, whatever the recording is.</summary>
    public static AnswerCase Translate(RecordedExchange recording, Protocol client, bool stream)
    {
        var losses = new LossLog();
        var (asked, translation) = Begin(recording, client, stream, losses);
        var context = new AnswerContext(asked) { RequestId = "r1", CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1_760_000_000), IncludeUsage = true };
        var said = new AnswerAccumulator();
        Tell(recording, said);
        var output = new ArrayBufferWriter<byte>();
        var codec = ChatCodecs.For(client);
        GatewayError? error;
        ServedAnswer served;
        if (stream)
        {
            var seen = new Watched(codec.NewStreamWriter(context, output, losses), output);
            Tell(recording, translation.Answer(seen));
            error = seen.Error;
            served = new ServedAnswer(200, "text/event-stream", output.WrittenSpan.ToArray()) { FailureAt = seen.FailureAt };
        }
        else
        {
            (var answer, error) = Whole(recording, translation);
            served = error is null ? Write(codec, answer, context, losses, output) : Fail(client, error, output);
        }

        return new AnswerCase(recording, client, stream) { Served = served, Said = Said(recording, said), Error = error, Losses = losses.Losses };
    }

    /// <summary>An error as it stands on the wire of the client's protocol.</summary>
    public static ServedAnswer Fail(Protocol client, GatewayError error, ArrayBufferWriter<byte> output)
    {
        ProtocolErrors.Write(client, error, output);
        return new ServedAnswer(ProtocolErrors.Status(client, error.Kind), "application/json", output.WrittenSpan.ToArray())
        {
            Headers = [.. ProtocolErrors.Headers(client, error)],
        };
    }

    private static ServedAnswer Write(IChatCodec codec, ChatAnswer answer, AnswerContext context, LossLog losses, ArrayBufferWriter<byte> output)
    {
        using (var json = new Utf8JsonWriter(output, WireJson.Options)) codec.WriteAnswer(answer, context, json, losses);
        return new ServedAnswer(200, "application/json", output.WrittenSpan.ToArray());
    }

    // What stands in a whole answer beside its parts is read there only; a stream is the other way round.
    private static ChatAnswer Said(RecordedExchange recording, AnswerAccumulator streamed) =>
        recording.Stream ? streamed.ToAnswer() : ChatCodecs.For(recording.Protocol).ReadAnswer(recording.Body);

    private static (ChatAnswer Answer, GatewayError? Error) Whole(RecordedExchange recording, Gantry.Protocols.Translation translation)
    {
        if (!recording.Stream) return translation.Answer(ChatCodecs.For(recording.Protocol).ReadAnswer(recording.Body));
        var collected = new AnswerAccumulator();
        Tell(recording, translation.Answer(collected));
        return (collected.ToAnswer(), collected.Error);
    }

    private static void Tell(RecordedExchange recording, IStreamSink sink)
    {
        var codec = ChatCodecs.For(recording.Protocol);
        if (!recording.Stream)
        {
            AnswerReplay.Replay(codec.ReadAnswer(recording.Body), sink);
            return;
        }

        var reader = codec.NewStreamReader(new StreamGrammar(sink));
        reader.Append(recording.Body);
        reader.Complete();
    }

    // The recorded request in the client's own words, so that its tools and its wish for reasoning are those of the exchange; where that cannot be said
    // on one of the two ways, a plain one.
    private static (ChatRequest Asked, Gantry.Protocols.Translation Translation) Begin(RecordedExchange recording, Protocol client, bool stream, LossLog losses)
    {
        try
        {
            var asked = recording.Request is { } body ? Asked(recording, body, client, stream) : Plain(stream);
            return (asked, Begin(recording, asked, client, losses));
        }
        catch (ProtocolException)
        {
            return (Plain(stream), Begin(recording, Plain(stream), client, losses));
        }
    }

    private static Gantry.Protocols.Translation Begin(RecordedExchange recording, ChatRequest asked, Protocol client, LossLog losses) =>
        Gantry.Protocols.Translation.Begin(
            asked,
            new TranslationSource(client),
            new TranslationTarget(recording.Protocol, recording.Model) { Rules = ModelRulesCatalogue.BuiltIn.For(recording.Model) },
            losses);

    private static ChatRequest Asked(RecordedExchange recording, byte[] body, Protocol client, bool stream)
    {
        var recorded = ChatCodecs.For(recording.Protocol).ReadRequest(body, new ChatCall(recording.Model, stream)) with { Stream = stream };
        var fitted = Gantry.Protocols.Translation.Begin(
            recorded, new TranslationSource(recording.Protocol), new TranslationTarget(client, recording.Model), new LossLog()).Request;
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, WireJson.Options)) ChatCodecs.For(client).WriteRequest(fitted, json, new LossLog());
        return ChatCodecs.For(client).ReadRequest(output.WrittenMemory, new ChatCall(recording.Model, stream));
    }

    private static ChatRequest Plain(bool stream) => new("model")
    {
        Stream = stream,
        Turns = [new Turn(Role.User, [new TextPart(JsonText.From("Go on."))])],
    };

    private sealed class Watched(IStreamSink next, ArrayBufferWriter<byte> output) : IStreamSink
    {
        public GatewayError? Error { get; private set; }

        public int? FailureAt { get; private set; }

        public void Take(in StreamEvent step)
        {
            if (step.Kind == StreamEventKind.Failed) (Error, FailureAt) = (step.Error, output.WrittenCount);
            next.Take(step);
        }
    }
}
