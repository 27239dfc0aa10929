using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Tests.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Chat;

public sealed class ChatStreamRecordingTests
{
    [Fact]
    public void Every_stream_says_what_its_chunks_say()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        var faults = new List<string>();
        int count = 0;
        foreach (var (name, body) in ChatSamples.Answers(stream: true))
        {
            count++;
            var answer = ChatFeed.Read(body);
            string said = Summary(answer.ToAnswer().Parts);
            string expected = Oracle(body, out bool failed);
            if (answer.Error is not null != failed) faults.Add($"{name}: error {answer.Error?.Message}");
            if (said != expected) faults.Add($"{name}\n  is   {said}\n  must {expected}");
        }

        Assert.True(count > 25, $"only {count} streams");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    [Trait("Case", "1")]
    public void Every_stream_is_the_same_wherever_it_is_cut()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        var random = new Random(7);
        foreach (var (_, body) in ChatSamples.Answers(stream: true))
        {
            string whole = ChatFeed.Said(ChatFeed.Read(body));
            int[] everywhere = [.. Enumerable.Range(1, Math.Min(body.Length, 20_000) - 1)];
            Assert.Equal(whole, ChatFeed.Said(ChatFeed.Read(body, everywhere)));
            for (int round = 0; round < 5; round++)
            {
                int[] cuts = [.. Enumerable.Range(0, 12).Select(_ => random.Next(body.Length)).Order()];
                Assert.Equal(whole, ChatFeed.Said(ChatFeed.Read(body, cuts)));
            }
        }
    }

    [Fact]
    public void Every_stream_written_and_read_again_says_the_same()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        foreach (var (_, body) in ChatSamples.Answers(stream: true))
        {
            var first = ChatFeed.Read(body);
            if (first.Error is not null) continue;
            var answer = first.ToAnswer();
            string text = ChatFeed.WriteStream(answer);
            var again = ChatFeed.Read(Encoding.UTF8.GetBytes(text));

            Assert.Equal(Summary(answer.Parts), Summary(again.ToAnswer().Parts));
            Assert.Equal(answer.Usage, again.ToAnswer().Usage);
            Assert.Equal(answer.StopReason, again.ToAnswer().StopReason);
            Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Mutated_streams_keep_the_grammar()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        var random = new Random(11);
        foreach (var (_, body) in ChatSamples.Answers(stream: true))
        {
            for (int round = 0; round < 20; round++)
            {
                byte[] broken = [.. body[..random.Next(body.Length)]];
                for (int hits = random.Next(4); hits > 0 && broken.Length > 0; hits--) broken[random.Next(broken.Length)] = (byte)random.Next(256);
                var answer = ChatFeed.Read(broken);
                Assert.True(answer.Complete ^ (answer.Error is not null));
            }
        }
    }

    private static string Summary(IReadOnlyList<Part> parts) =>
        string.Concat(parts.OfType<ReasoningPart>().Select(part => part.Text)) + " | "
        + string.Concat(parts.OfType<TextPart>().Select(part => part.Text)) + " | "
        + string.Join(", ", parts.OfType<ToolCallPart>().Select(call => $"{call.Name}({(call.ArgumentsText is { IsEmpty: false } text ? text : "{}")})"));

    // By index alone: no recorded upstream needs more.
    private static string Oracle(byte[] body, out bool failed)
    {
        var reasoning = new StringBuilder();
        var text = new StringBuilder();
        var calls = new SortedDictionary<int, (string Name, string Arguments)>();
        failed = false;
        bool finished = false;
        foreach (string line in Encoding.UTF8.GetString(body).Split('\n'))
        {
            if (!line.StartsWith("data:", StringComparison.Ordinal)) continue;
            string data = line[5..].Trim();
            if (data.StartsWith("[DONE]", StringComparison.Ordinal))
            {
                finished = true;
                break;
            }

            var chunk = JsonNode.Parse(data)!;
            if (chunk["error"] is not null)
            {
                failed = true;
                break;
            }

            var choice = chunk["choices"]?.AsArray().FirstOrDefault(choice => (choice!["index"]?.GetValue<int>() ?? 0) == 0);
            if (choice?["finish_reason"]?.ToString() is { Length: > 0 }) finished = true;
            if (choice?["delta"] is JsonObject delta) Add(delta, reasoning, text, calls);
        }

        failed |= !finished;
        string joined = string.Join(", ", calls.Values.Select(call => $"{call.Name}({(call.Arguments.Length == 0 ? "{}" : call.Arguments)})"));
        return $"{reasoning} | {text} | {joined}";
    }

    private static void Add(JsonObject delta, StringBuilder reasoning, StringBuilder text, SortedDictionary<int, (string Name, string Arguments)> calls)
    {
        string thought = delta["reasoning_content"]?.ToString() ?? "";
        if (thought.Length == 0) thought = delta["reasoning"]?.ToString() ?? "";
        if (thought.Length == 0) thought = string.Concat((delta["reasoning_details"] as JsonArray ?? []).Select(detail => detail!["text"] ?? detail["summary"]));
        reasoning.Append(thought);
        if (delta["content"] is JsonValue content) text.Append(content.GetValue<string>());
        foreach (var part in delta["content"] as JsonArray ?? [])
        {
            text.Append(part!["text"]?.ToString());
            foreach (var piece in part["thinking"] as JsonArray ?? []) reasoning.Append(piece!["text"]);
        }

        foreach (var fragment in delta["tool_calls"] as JsonArray ?? [])
        {
            int index = fragment!["index"]!.GetValue<int>();
            calls.TryGetValue(index, out var call);
            var function = fragment["function"]!;
            calls[index] = (string.IsNullOrEmpty(call.Name) ? function["name"]?.ToString() ?? "" : call.Name, call.Arguments + function["arguments"]);
        }
    }
}
