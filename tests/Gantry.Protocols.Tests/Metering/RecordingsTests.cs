using Gantry.Protocols.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Metering;

/// <summary>Every truthful recording: the meter says what the plain oracle says, however the bytes are cut.</summary>
public sealed class RecordingsTests
{
    private const string Absent = "";

    // More cached than prompt tokens (Grok on Azure), the whole prompt both read from and written to a cache (OpenRouter).
    private static readonly List<string> Contradictory =
    [
        "chat-azure-stream-chat-function-calling-azure-grok", "chat-azure-unary-chat-with-params-azure-grok",
        "chat-openrouter-unary-openrouter-cache-instructions-gemini",
    ];

    public static TheoryData<string> Ids => Recording.Folder is null ? new TheoryData<string>(Absent) : new TheoryData<string>(Recording.Ids());

    [Theory]
    [MemberData(nameof(Ids))]
    public void Recorded_usage_is_read_exactly(string id)
    {
        if (id == Absent) Assert.Skip("The shared recordings are not beside the repository and GANTRY_SHARED does not name them.");
        if (Recording.Load(id) is not { } recording) return;
        var reading = Read(recording, recording.Body.Length);
        Assert.Equal(UsageOracle.Expected(recording), reading.Usage);
        Assert.Equal(Contradictory.Exists(c => id.Contains(c, StringComparison.Ordinal)), reading.Clamped);
        if (recording.Status != 200) return;
        Assert.Equal(OutcomeOracle.Content(recording), reading.ContentSeen);
        Assert.Equal(OutcomeOracle.Terminal(recording), reading.TerminalSeen);
        Assert.Equal(OutcomeOracle.Failed(recording), reading.InBandError is not null);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    [Trait("Case", "5")]
    public void Reading_does_not_depend_on_where_the_bytes_are_cut(string id)
    {
        if (id == Absent) Assert.Skip("The shared recordings are not beside the repository and GANTRY_SHARED does not name them.");
        if (Recording.Load(id) is not { } recording) return;
        var whole = Read(recording, recording.Body.Length);
        Assert.Equal(whole, Read(recording, 1));
        var random = new Random(7);
        for (int round = 0; round < 4; round++)
        {
            var meter = Meter(recording);
            for (int at = 0; at < recording.Body.Length;)
            {
                int size = Math.Min(recording.Body.Length - at, random.Next(0, 1 << random.Next(1, 12)));
                meter.Append(recording.Body.AsSpan(at, size));
                at += size;
            }

            meter.Complete();
            Assert.Equal(whole, meter.Reading);
        }

        if (!recording.Stream || recording.Body.Length > 4_000) return;
        for (int cut = 0; cut <= recording.Body.Length; cut++)
        {
            var meter = Meter(recording);
            meter.Append(recording.Body.AsSpan(0, cut));
            meter.Append(recording.Body.AsSpan(cut));
            meter.Complete();
            Assert.Equal(whole, meter.Reading);
        }
    }

    internal static MeterReading Read(Recording recording, int pieceSize)
    {
        var meter = Meter(recording);
        for (int at = 0; at < recording.Body.Length; at += pieceSize)
        {
            meter.Append(recording.Body.AsSpan(at, Math.Min(pieceSize, recording.Body.Length - at)));
        }

        meter.Complete();
        return meter.Reading;
    }

    internal static IResponseMeter Meter(Recording recording)
    {
        var (protocol, operation) = recording.Protocol switch
        {
            "chat" => (Protocol.Chat, Operation.Chat),
            "completions" => (Protocol.Chat, Operation.Completions),
            "embeddings" => (Protocol.Chat, Operation.Embeddings),
            "images" => (Protocol.Chat, recording.Operation == "edits" ? Operation.ImageEdit : Operation.ImageGeneration),
            "audio" => (Protocol.Chat, recording.Operation == "translations" ? Operation.Translation : Operation.Transcription),
            "moderations" => (Protocol.Chat, Operation.Moderation),
            "responses" => (Protocol.Responses, recording.Operation == "retrieve" ? Operation.StoredResponse : Operation.Chat),
            "messages" or "invoke" => (Protocol.Messages, Operation.Chat),
            "gemini" => (Protocol.Gemini, Operation.Chat),
            "gemini_embeddings" => (Protocol.Gemini, Operation.Embeddings),
            "converse" => (Protocol.Converse, Operation.Chat),
            _ => throw new InvalidOperationException(recording.Protocol),
        };
        if (recording.Operation == "count_tokens") operation = Operation.CountTokens;
        var framing = recording.Body.AsSpan().TrimStart(" \n"u8) is [(byte)'{' or (byte)'[', ..] ? ResponseFraming.Json
            : recording.Protocol is "converse" or "invoke" ? ResponseFraming.AwsEventStream
            : ResponseFraming.Sse;
        return ResponseMeters.For(protocol, operation, framing, MeterQuirks.None);
    }
}
