using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Metering;

/// <summary>Whatever the bytes: a meter and a filter never throw, and cutting never changes what they say.</summary>
public sealed class GarbageTests
{
    // Pieces that lead deep into the readers, between them anything at all.
    private static readonly string[] Fragments =
    [
        "data: ", "\n\n", "\r\n\r\n", "\r", "\n", "{", "}", "[", "]", "\"", "\\", ",", ":", "null", "-1", "1e999", "12", "\"usage\":{", "\"choices\":[",
        "\"choices\":[]", "\"prompt_tokens\":", "\"error\":", "\"input_tokens\":", "\"message\":{", "\"iterations\":[", "\"usageMetadata\":{",
        "\"candidates\":[{", "\"promptTokensDetails\":[{\"modality\":\"AUDIO\",\"tokenCount\":", "\"response\":{", "\"output\":[{\"type\":",
        "{\"type\":\"", "message_delta", "response.completed", "event: error\n", "[DONE]", "\"data\":[", "\"finish_reason\":\"", "\uFEFF", "\u20AC", "\"delta\":{",
        "\"webSearchQueries\":[\"a\",", "\"text\":\"", "\"cacheDetails\":[{\"ttl\":\"1h\",\"inputTokens\":",
    ];

    private static readonly Gen<byte[]> Garbage =
        from parts in Gen.OneOf(
            Gen.Elements(Fragments).Select(Encoding.UTF8.GetBytes),
            Gen.Choose(0, 255).Select(b => new[] { (byte)b })).ListOf()
        select parts.SelectMany(p => p).ToArray();

    [Fact]
    public void Meters_survive_anything_and_read_the_same_in_any_pieces() =>
        Prop.ForAll(Garbage.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (bytes, seed) =>
        {
            foreach (var protocol in Enum.GetValues<Protocol>())
            {
                foreach (var operation in Enum.GetValues<Operation>())
                {
                    foreach (var framing in Enum.GetValues<ResponseFraming>())
                    {
                        var whole = Run(protocol, operation, framing, bytes, null);
                        var pieces = Run(protocol, operation, framing, bytes, new Random(seed));
                        if (whole != pieces) return false;
                    }
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Broken_frames_inside_good_ones_survive() =>
        Prop.ForAll(Garbage.ToArbitrary(), bytes =>
        {
            var output = new ArrayBufferWriter<byte>();
            AwsEventStreamWriter.WriteEvent(output, "metadata"u8, bytes);
            AwsEventStreamWriter.WriteEvent(output, "chunk"u8, [.. "{\"bytes\":\""u8, .. bytes]);
            Run(Protocol.Converse, Operation.Chat, ResponseFraming.AwsEventStream, output.WrittenSpan.ToArray(), null);
            Run(Protocol.Messages, Operation.Chat, ResponseFraming.AwsEventStream, output.WrittenSpan.ToArray(), null);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Filter_gives_the_same_bytes_in_any_pieces_and_only_ever_removes_whole_usage_chunks() =>
        Prop.ForAll(Garbage.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (bytes, seed) =>
        {
            var (whole, removed) = Filter(bytes, null);
            var (pieces, removedInPieces) = Filter(bytes, new Random(seed));
            return whole.SequenceEqual(pieces) && removed == removedInPieces && (removed > 0 || whole.SequenceEqual(bytes));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static (byte[] Output, int Removed) Filter(byte[] bytes, Random? random)
    {
        var filter = new UsageChunkFilter();
        var output = new ArrayBufferWriter<byte>();
        foreach (var (at, size) in Cuts(bytes.Length, random)) filter.Filter(bytes.AsSpan(at, size), output);
        filter.Complete(output);
        return (output.WrittenSpan.ToArray(), filter.Removed);
    }

    private static MeterReading Run(Protocol protocol, Operation operation, ResponseFraming framing, byte[] bytes, Random? random)
    {
        var meter = ResponseMeters.For(protocol, operation, framing, (MeterQuirks)(bytes.Length % 4));
        foreach (var (at, size) in Cuts(bytes.Length, random)) meter.Append(bytes.AsSpan(at, size));
        meter.Complete();
        return meter.Reading;
    }

    private static IEnumerable<(int At, int Size)> Cuts(int length, Random? random)
    {
        for (int at = 0, size; at < length; at += size)
        {
            size = random is null ? length : Math.Min(length - at, random.Next(0, 9));
            yield return (at, size);
        }
    }
}
