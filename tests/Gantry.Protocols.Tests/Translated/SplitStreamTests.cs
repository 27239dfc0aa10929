using System.Buffers;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Tests.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Translated;

/// <summary>What a client is sent does not depend on where the upstream's bytes were torn.</summary>
public sealed class SplitStreamTests(ITestOutputHelper output)
{
    // Every offset of a longer stream takes minutes: there, each byte comes by itself, which tears at all offsets at once.
    private const int CutEverywhere = 4 * 1024;

    private static readonly Protocol[] Clients = [Protocol.Chat, Protocol.Responses, Protocol.Messages, Protocol.Gemini];

    public static TheoryData<string> Spoken => ["chat", "responses", "messages", "gemini", "converse"];

    [Theory]
    [MemberData(nameof(Spoken))]
    [Trait("Case", "1")]
    [Trait("Case", "2")]
    public void Translated_stream_is_the_same_wherever_the_upstreams_is_cut(string protocol)
    {
        if (Recording.Folder is null) Assert.Skip("The shared recordings are not beside the repository and GANTRY_SHARED does not name them.");
        var spoken = Enum.Parse<Protocol>(protocol, ignoreCase: true);
        int streams = 0, cuts = 0;
        foreach (var recording in Recording.Ids().Select(Recording.Load).OfType<Recording>())
        {
            if (recording.Protocol != protocol || recording is not { Stream: true, Status: 200 } || recording.Operation == "count_tokens") continue;
            streams++;
            foreach (var client in Clients.Where(client => client != spoken))
            {
                byte[] whole = Told(recording.Body, spoken, client, recording.Body.Length, recording.Body.Length);
                Assert.True(whole.AsSpan().SequenceEqual(Told(recording.Body, spoken, client, 1, 1)), $"{recording.Id} for {client}: byte by byte");
                if (recording.Body.Length > CutEverywhere) continue;
                for (int at = 1; at < recording.Body.Length; at++, cuts++)
                {
                    Assert.True(whole.AsSpan().SequenceEqual(Told(recording.Body, spoken, client, at, recording.Body.Length)), $"{recording.Id} for {client}: cut at {at}");
                }
            }
        }

        output.WriteLine($"{streams} streams, {cuts} cuts");
        Assert.InRange(streams, 5, int.MaxValue);
    }

    private static byte[] Told(ReadOnlySpan<byte> body, Protocol spoken, Protocol client, int first, int then)
    {
        var losses = new LossLog();
        var asked = new ChatRequest("asked") { Stream = true };
        var translation = Translation.Begin(asked with { Turns = [new Turn(Role.User, [new TextPart(Gantry.Protocols.Json.JsonText.From("q"))])] }, new TranslationSource(client), new TranslationTarget(spoken, "m"), losses);
        var output = new ArrayBufferWriter<byte>();
        var context = new AnswerContext(asked) { RequestId = "r-1", CreatedAt = DateTimeOffset.UnixEpoch, IncludeUsage = true };
        var reader = ChatCodecs.For(spoken).NewStreamReader(translation.Answer(new StreamGrammar(ChatCodecs.For(client).NewStreamWriter(context, output, losses))));
        for (int size = first; !body.IsEmpty; size = then)
        {
            int read = Math.Min(size, body.Length);
            reader.Append(body[..read]);
            body = body[read..];
        }

        reader.Complete();
        return output.WrittenSpan.ToArray();
    }
}
