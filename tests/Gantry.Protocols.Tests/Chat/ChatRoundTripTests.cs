using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Tests.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Chat;

public sealed class ChatRoundTripTests
{
    [Fact]
    public void Every_request_is_written_as_it_was_read()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        var faults = new List<string>();
        int count = 0;
        foreach (var (name, body) in ChatSamples.Requests())
        {
            count++;
            var losses = new LossLog();
            var written = JsonNode.Parse(Write(ChatCodec.Instance.ReadRequest(body, default), losses));
            var expected = ChatNormal.Request(body);
            if (!JsonNode.DeepEquals(written, expected)) faults.Add($"{name}\n  is   {written!.ToJsonString()}\n  must {expected.ToJsonString()}");
            if (!losses.IsEmpty) faults.Add($"{name} lost {losses}");
        }

        Assert.True(count > 100, $"only {count} requests");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Every_whole_answer_keeps_its_message()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        var faults = new List<string>();
        int count = 0;
        foreach (var (name, body) in ChatSamples.Answers(stream: false))
        {
            count++;
            var answer = ChatCodec.Instance.ReadAnswer(body);
            var written = ChatFeed.WriteAnswer(answer);
            var message = JsonNode.Parse(written)!["choices"]![0]!["message"]!.AsObject();
            var expected = Expected(JsonNode.Parse(body)!["choices"]![0]!["message"]!.AsObject());
            if (message["refusal"] is null) message.Remove("refusal");
            if (!JsonNode.DeepEquals(message, expected)) faults.Add($"{name}\n  is   {message.ToJsonString()}\n  must {expected.ToJsonString()}");
            var again = ChatCodec.Instance.ReadAnswer(written);
            if (ChatFeed.Describe(again) != ChatFeed.Describe(answer)) faults.Add($"{name}: {ChatFeed.Describe(again)} is not {ChatFeed.Describe(answer)}");
        }

        Assert.True(count > 20, $"only {count} answers");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static byte[] Write(ChatRequest request, LossLog losses)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output)) ChatCodec.Instance.WriteRequest(request, json, losses);
        return output.WrittenSpan.ToArray();
    }

    // Null members go, the thought has one name, a call has an id and says its type.
    private static JsonObject Expected(JsonObject message)
    {
        foreach (string name in message.Where(member => member.Value is null).Select(member => member.Key).ToList()) message.Remove(name);
        if (message.Remove("reasoning", out var thought) && message["reasoning_content"] is null && thought!.ToString().Length > 0) message["reasoning_content"] = thought;
        if (message["reasoning_content"] is null && message["reasoning_details"] is JsonArray details)
        {
            message["reasoning_content"] = string.Concat(details.Select(detail => detail!["text"] ?? detail["summary"]));
        }

        if (message["refusal"]?.ToString() is "") message.Remove("refusal");
        if (message["function_call"]?["name"]?.ToString() is "") message.Remove("function_call");
        if (message["reasoning_content"]?.ToString() is "") message.Remove("reasoning_content");
        if (message["annotations"] is JsonArray { Count: 0 }) message.Remove("annotations");
        if (message["content"] is JsonArray parts) message["content"] = string.Concat(parts.Select(part => part!["text"]!.ToString()));
        if (message["content"]?.ToString() is null or "") message["content"] = null;
        if (message["tool_calls"] is JsonArray { Count: 0 }) message.Remove("tool_calls");
        int number = 0;
        foreach (var call in message["tool_calls"]?.AsArray() ?? [])
        {
            var known = call!.AsObject();
            if (string.IsNullOrEmpty(known["id"]?.ToString())) known["id"] = $"call_r1_{number}";
            known["type"] ??= "function";
            known.Remove("index");
            if (known["type"]!.ToString() == "function") known.Remove("custom");
            number++;
        }

        return message;
    }
}
