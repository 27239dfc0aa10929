using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Responses;
using Gantry.Protocols.Tests.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Responses;

public sealed class ResponsesRoundTripTests
{
    [Fact]
    public void Every_request_is_written_as_it_was_read()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        var faults = new List<string>();
        int count = 0;
        foreach (var (name, body) in ResponsesSamples.Requests())
        {
            count++;
            var losses = new LossLog();
            var written = JsonNode.Parse(Write(ResponsesCodec.Instance.ReadRequest(body, default), losses));
            var expected = ResponsesNormal.Request(body);
            if (!JsonNode.DeepEquals(written, expected)) faults.Add($"{name}\n  is   {written!.ToJsonString()}\n  must {expected.ToJsonString()}");
            if (!losses.IsEmpty) faults.Add($"{name} lost {losses}");
        }

        Assert.True(count > 100, $"only {count} requests");
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Fact]
    public void Every_whole_answer_keeps_its_output_and_usage()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        var faults = new List<string>();
        int count = 0;
        foreach (var (name, body) in ResponsesSamples.Answers(stream: false))
        {
            if (JsonNode.Parse(body)!["output"] is not JsonArray output || JsonNode.Parse(body)!["status"]?.ToString() is "queued" or "in_progress") continue;
            count++;
            var answer = ResponsesCodec.Instance.ReadAnswer(body);
            var written = ResponsesFeed.WriteAnswer(answer);
            var again = JsonNode.Parse(written)!;
            var expected = new JsonArray([.. output.Select(item => ResponsesNormal.Item(item!.AsObject()).DeepClone())]);
            if (!JsonNode.DeepEquals(again["output"], expected)) faults.Add($"{name}\n  is   {again["output"]!.ToJsonString()}\n  must {expected.ToJsonString()}");
            foreach (string total in new[] { "input_tokens", "output_tokens", "total_tokens" })
            {
                if (again["usage"]?[total]?.ToString() != JsonNode.Parse(body)!["usage"]?[total]?.ToString()) faults.Add($"{name}: {total}");
            }

            string described = ResponsesFeed.Describe(ResponsesCodec.Instance.ReadAnswer(written));
            if (described != ResponsesFeed.Describe(answer)) faults.Add($"{name}: {described} is not {ResponsesFeed.Describe(answer)}");
        }

        Assert.True(count > 20, $"only {count} answers");
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private static byte[] Write(ChatRequest request, LossLog losses)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output)) ResponsesCodec.Instance.WriteRequest(request, json, losses);
        return output.WrittenSpan.ToArray();
    }
}
