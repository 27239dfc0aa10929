using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;
using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;

namespace Gantry.Protocols.Tests.Fuzzing;

/// <summary>What one input of each kind is put through. Refusals are <see cref="ProtocolException"/>; anything else that is thrown breaks a law.</summary>
internal sealed class FuzzLaws(FuzzSeeds seeds)
{
    private static readonly string[] Models = ["gpt-5.2", "unknown", "claude-sonnet-4-5", "claude-opus-4-7", "gemini-3-pro", "gemini-2.5-pro", "deepseek-v4"];

    private static readonly (string Model, ModelRules Rules)[] Rules = [.. Models.Select(model => (model, ModelRulesCatalogue.BuiltIn.For(model)))];

    /// <summary>The kinds by name, with how often each is drawn.</summary>
    public IReadOnlyList<(string Name, int Weight, Action<Random> Once)> Kinds =>
    [
        ("tokens", 3, Tokens),
        ("scanners", 4, Scanners),
        ("meters", 3, Meters),
        ("requests", 4, Requests),
        ("answers", 2, Answers),
        ("streams", 4, Streams),
        ("translations", 3, Translations),
        ("exchanges", 1, Exchanges),
    ];

    private static void Refused(Action read)
    {
        try
        {
            read();
        }
        catch (ProtocolException refusal) when (refusal.Message.Length > 0)
        {
            // The one way out that is allowed.
        }
    }

    // Our walk of tokens takes and refuses what the runtime's reader takes and refuses.
    private void Tokens(Random random)
    {
        byte[] bytes = FuzzMutator.Next(seeds.Request(random, Any(random)), random);
        var ours = new JsonTokens(bytes, 64);
        var theirs = new Utf8JsonReader(bytes);
        while (true)
        {
            bool more = Try(ref ours, out bool isFault), expected = Try(ref theirs, out bool isExpectedFault);
            if (isFault || isExpectedFault)
            {
                // One may see a token earlier what is wrong behind it; both have to see it.
                while (!isFault && Try(ref ours, out isFault))
                {
                }

                while (!isExpectedFault && Try(ref theirs, out isExpectedFault))
                {
                }

                if (!isFault || !isExpectedFault) throw new LawBroken($"At byte {ours.Start}: refused {isFault}, by the runtime {isExpectedFault}.");
                return;
            }

            if (more != expected) throw new LawBroken($"At byte {ours.Start}: more {more}, the runtime says {expected}.");
            if (!more) return;
            if (ours.Kind != theirs.TokenType || ours.Start != theirs.TokenStartIndex || !ours.Value.SequenceEqual(theirs.ValueSpan)) throw new LawBroken($"At byte {ours.Start} is {theirs.TokenType}, not {ours.Kind}.");
        }
    }

    private static bool Try(ref JsonTokens tokens, out bool isFault)
    {
        isFault = false;
        try
        {
            return tokens.Read();
        }
        catch (JsonException)
        {
            return isFault = true;
        }
    }

    private static bool Try(ref Utf8JsonReader tokens, out bool isFault)
    {
        isFault = false;
        try
        {
            return tokens.Read();
        }
        catch (JsonException)
        {
            return isFault = true;
        }
    }

    private void Scanners(Random random)
    {
        byte[] bytes = Streamed(random, Any(random));
        var (sse, array, aws) = (new SseScanner(4_096), new JsonArrayScanner(4_096), new AwsEventStreamScanner(4_096));
        int which = random.Next(3);
        for (int at = 0; at < bytes.Length;)
        {
            int length = Math.Min(random.Next(1, 64), bytes.Length - at);
            ReadOnlySpan<byte> piece = bytes.AsSpan(at, length);
            at += length;
            while (which == 0 && sse.TryRead(ref piece, out _))
            {
            }

            while (which == 1 && array.TryRead(ref piece, out _))
            {
            }

            while (which == 2 && aws.TryRead(ref piece, out var frame)) _ = frame.Header(":event-type"u8);
        }

        sse.TryComplete(out _);
    }

    private void Meters(Random random)
    {
        var protocol = Any(random);
        bool streamed = random.Next(2) == 0;
        byte[] bytes = streamed ? Streamed(random, protocol) : FuzzMutator.Next(seeds.Answer(random, protocol), random);
        var framing = !streamed ? ResponseFraming.Json : protocol == Protocol.Converse ? ResponseFraming.AwsEventStream : ResponseFraming.Sse;
        var meter = ResponseMeters.For(protocol, Operation.Chat, framing, MeterQuirks.None);
        Fed(bytes, random, piece => meter.Append(piece.Span));
        meter.Complete();
        if (meter.Reading.Usage is { } usage) LawSink.Counts(usage);
    }

    private void Requests(Random random)
    {
        var protocol = Any(random);
        byte[] bytes = FuzzMutator.Next(seeds.Request(random, random.Next(20) == 0 ? Any(random) : protocol), random);
        RequestPeek.TryRead(new ReadOnlySequence<byte>(bytes), modelRequired: true, out _, out _);
        Refused(() => Write(ChatCodecs.For(protocol).ReadRequest(bytes, Call(protocol)), protocol));
    }

    private void Answers(Random random)
    {
        var protocol = Any(random);
        byte[] bytes = FuzzMutator.Next(seeds.Answer(random, protocol), random);
        Refused(() =>
        {
            var answer = ChatCodecs.For(protocol).ReadAnswer(bytes);
            if (answer.Usage is { } usage) LawSink.Counts(usage);
            Whole(json => ChatCodecs.For(Any(random)).WriteAnswer(answer, Context(new ChatRequest("m")), json, new LossLog()));
        });
    }

    private void Streams(Random random)
    {
        var (protocol, client) = (Any(random), Any(random));
        byte[] bytes = Streamed(random, protocol);
        var writer = ChatCodecs.For(client).NewStreamWriter(Context(new ChatRequest("m")), new ArrayBufferWriter<byte>(), new LossLog());
        Read(ChatCodecs.For(protocol).NewStreamReader(new LawSink(writer)), bytes, random);
    }

    private static void Translations(Random random)
    {
        var client = Any(random);
        var request = FuzzRequests.Next(random, client);
        Refused(() => Begin(random, client, request));
    }

    // A damaged request, and if it passes, a damaged stream back.
    private void Exchanges(Random random)
    {
        var client = Any(random);
        byte[] body = FuzzMutator.Next(seeds.Request(random, client), random);
        Refused(() =>
        {
            var asked = ChatCodecs.For(client).ReadRequest(body, Call(client));
            var (translation, spoken) = Begin(random, client, asked);
            var writer = ChatCodecs.For(client).NewStreamWriter(Context(asked), new ArrayBufferWriter<byte>(), new LossLog());
            Read(ChatCodecs.For(spoken).NewStreamReader(new LawSink(translation.Answer(new LawSink(writer)))), Streamed(random, spoken), random);
        });
    }

    private static (Translation Translation, Protocol Spoken) Begin(Random random, Protocol client, ChatRequest request)
    {
        var (model, rules) = Rules[random.Next(Rules.Length)];
        var spoken = Any(random);
        var target = new TranslationTarget(spoken, model)
        {
            Rules = rules,
            Issuer = IssuerId.Of("u"),
            Traits = new TargetTraits { CustomTools = random.Next(2) == 0, AutoCache = random.Next(2) == 0, SingleSystem = random.Next(3) == 0, CallIds = random.Next(4) > 0, OpenApiSchemas = random.Next(2) == 0, MapHostedTools = random.Next(2) == 0, DropHostedTools = random.Next(2) == 0 },
        };
        var translation = Translation.Begin(request, new TranslationSource(client) { Tenant = "t" }, target, new LossLog());
        Write(translation.Request, spoken);
        return (translation, spoken);
    }

    private static void Write(ChatRequest request, Protocol protocol) => Whole(json => ChatCodecs.For(protocol).WriteRequest(request, json, new LossLog()));

    // What is written is JSON, whatever was read.
    private static void Whole(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(output, WireJson.Options)) write(json);
        try
        {
            var reader = new JsonTokens(output.WrittenSpan);
            while (reader.Read())
            {
            }
        }
        catch (JsonException fault)
        {
            throw new LawBroken("What was written is not JSON: " + System.Text.Encoding.Latin1.GetString(output.WrittenSpan), fault);
        }
    }

    private byte[] Streamed(Random random, Protocol protocol)
    {
        if (protocol != Protocol.Converse || random.Next(4) == 0) return FuzzMutator.Next(seeds.Stream(random, protocol), random);

        // Damage inside of frames whose sums are right.
        ReadOnlySpan<byte> whole = seeds.Stream(random, protocol);
        var scanner = new AwsEventStreamScanner();
        var output = new ArrayBufferWriter<byte>();
        while (scanner.TryRead(ref whole, out var frame))
        {
            if (random.Next(8) == 0) continue;
            AwsEventStreamWriter.WriteEvent(output, frame.Header(":event-type"u8), random.Next(3) == 0 ? FuzzMutator.Next(frame.Payload, random) : frame.Payload);
        }

        return output.WrittenSpan.ToArray();
    }

    private static void Read(IStreamReader reader, byte[] bytes, Random random)
    {
        Fed(bytes, random, piece => reader.Append(piece.Span));
        reader.Complete();
    }

    private static void Fed(byte[] bytes, Random random, Action<ReadOnlyMemory<byte>> feed)
    {
        int most = random.Next(4) == 0 ? 8 : 400;
        for (int at = 0; at < bytes.Length;)
        {
            int length = Math.Min(random.Next(1, most), bytes.Length - at);
            feed(bytes.AsMemory(at, length));
            at += length;
        }
    }

    private static ChatCall Call(Protocol protocol) => protocol is Protocol.Gemini or Protocol.Converse ? new ChatCall("m", true) : default;

    private static AnswerContext Context(ChatRequest request) => new(request) { RequestId = "r", CreatedAt = DateTimeOffset.UnixEpoch, IncludeUsage = true };

    private static Protocol Any(Random random) => FuzzSeeds.Protocols[random.Next(FuzzSeeds.Protocols.Length)];
}
