using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Responses;
using Gantry.Protocols.Tests.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Responses;

public sealed class ResponsesStreamRecordingTests
{
    [Fact]
    public void Every_stream_says_what_its_final_response_says()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        var faults = new List<string>();
        int count = 0;
        foreach (var (name, body) in ResponsesSamples.Answers(stream: true))
        {
            count++;
            var streamed = ResponsesFeed.Read(body);
            if (Final(body) is not { } final)
            {
                if (streamed.Error is null) faults.Add($"{name}: no error");
                continue;
            }

            var whole = ResponsesCodec.Instance.ReadAnswer(Encoding.UTF8.GetBytes(final.ToJsonString()));
            string told = Decoded(streamed.ToAnswer());
            if (told != Decoded(whole)) faults.Add($"{name} {streamed.Error?.Message}\n  is   {told}\n  must {Decoded(whole)}");
            string oracle = Deltas(body);
            string said = string.Concat(streamed.ToAnswer().Parts.OfType<TextPart>().Select(part => part.Text));
            if (said != oracle) faults.Add($"{name}\n  said {said}\n  must {oracle}");
        }

        Assert.True(count > 25, $"only {count} streams");
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Fact]
    public void Every_stream_says_the_same_wherever_it_is_cut()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        var random = new Random(7);
        foreach (var (_, body) in ResponsesSamples.Answers(stream: true))
        {
            string whole = ResponsesFeed.Said(ResponsesFeed.Read(body));
            int[] everywhere = [.. Enumerable.Range(1, Math.Min(body.Length, 20_000) - 1)];
            Assert.Equal(whole, ResponsesFeed.Said(ResponsesFeed.Read(body, everywhere)));
            for (int round = 0; round < 5; round++)
            {
                int[] cuts = [.. Enumerable.Range(0, 40).Select(_ => random.Next(body.Length)).Order()];
                Assert.Equal(whole, ResponsesFeed.Said(ResponsesFeed.Read(body, cuts)));
            }
        }
    }

    [Fact]
    public void A_written_stream_reads_as_the_answer_that_was_written_and_keeps_the_grammar()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        foreach (var (name, body) in ResponsesSamples.Answers(stream: true))
        {
            var first = ResponsesFeed.Read(body);
            if (first.Error is not null) continue;
            string stream = ResponsesFeed.WriteStream(first.ToAnswer());
            var answer = first.ToAnswer();
            Assert.Equal(ResponsesFeed.Describe(answer), ResponsesFeed.Describe(ResponsesFeed.Read(Encoding.UTF8.GetBytes(stream)).ToAnswer()));
            var events = Events(Encoding.UTF8.GetBytes(stream)).ToList();
            Assert.Equal(Enumerable.Range(0, events.Count), events.Select(e => (int)e["sequence_number"]!));
            Assert.Equal("response.created", events[0]["type"]!.ToString());
            Assert.Contains(events[^1]["type"]!.ToString(), new[] { "response.completed", "response.incomplete" });
            var done = events.Where(e => e["type"]!.ToString() == "response.output_item.done").Select(e => e["item"]!.DeepClone());
            Assert.True(JsonNode.DeepEquals(new JsonArray([.. done]), events[^1]["response"]!["output"]), name);
        }
    }

    [Fact]
    public void A_stream_cut_short_is_told_as_failed()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        var random = new Random(3);
        foreach (var (_, body) in ResponsesSamples.Answers(stream: true))
        {
            int end = body.AsSpan().LastIndexOf("event: response."u8);
            if (end <= 0) continue;
            Assert.NotNull(ResponsesFeed.Read(body.AsSpan(0, random.Next(end))).Error);
        }
    }

    [Fact]
    public void Broken_bytes_are_told_as_failed_or_refused_as_such()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        var random = new Random(11);
        foreach (var (_, body) in ResponsesSamples.Answers(stream: true).Concat(ResponsesSamples.Answers(stream: false)).Concat(ResponsesSamples.Requests().Take(40)))
        {
            for (int round = 0; round < 8; round++)
            {
                byte[] broken = [.. body];
                for (int i = 0; i < 6; i++) broken[random.Next(broken.Length)] = (byte)"{}[]\",:0nx\\ "[random.Next(12)];
                ResponsesFeed.Read(broken);
                Survive(() => ResponsesCodec.Instance.ReadAnswer(broken));
                Survive(() => ResponsesCodec.Instance.ReadRequest(broken, default));
            }
        }
    }

    private static void Survive(Action read)
    {
        var thrown = Record.Exception(read);
        Assert.True(thrown is null or ProtocolException, thrown?.ToString());
    }

    // With the items as their own last events have them: the vendor seals its reasoning anew each time that it tells it.
    private static JsonNode? Final(byte[] body)
    {
        var final = Events(body).LastOrDefault(e => e["type"]?.ToString() is "response.completed" or "response.incomplete")?["response"];
        var done = Events(body).Where(e => e["type"]?.ToString() == "response.output_item.done")
            .OrderBy(e => (int)e["output_index"]!).Select(e => e["item"]!.DeepClone()).ToArray();
        if (final is not null && done.Length > 0) final["output"] = new JsonArray(done);
        return final;
    }

    private static string Deltas(byte[] body) =>
        string.Concat(Events(body).Where(e => e["type"]?.ToString() == "response.output_text.delta").Select(e => e["delta"]!.ToString()));

    private static IEnumerable<JsonNode> Events(byte[] body) => Encoding.UTF8.GetString(body).Split('\n')
        .Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!);

    private static string Decoded(ChatAnswer answer) =>
        string.Create(CultureInfo.InvariantCulture, $"{answer.Id} {answer.Model} {ResponsesFeed.Describe(answer)}");
}
