using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Relay;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Face;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Providers;

/// <summary>Real exchanges of every vendor through a gateway that has this vendor configured by its name.</summary>
public sealed class VendorRecordingTests
{
    // Their paths lack the version, or have a provider's folder in them: no address of ours leads there.
    private static readonly string[] Elsewhere = ["perplexity", "huggingface"];

    /// <summary>Clients of a vendor send what it takes: of their requests nothing is dropped or changed, and its answers pass to the byte.</summary>
    [Fact]
    public async Task What_clients_of_a_vendor_send_reaches_it_as_it_is_and_its_answer_comes_back()
    {
        var recordings = VendorRecording.All();
        Assert.True(recordings.Count > 60, $"only {recordings.Count} recordings were found");
        await using var gateway = await TestGateway.StartAsync(new RelayLimits { Attempts = 1 }, simulator => VendorRecording.Configuration(simulator, recordings));
        var problems = new List<string>();
        foreach (var recording in recordings)
        {
            gateway.Replay(recording.Status, recording.ContentType, recording.Response, torn: recording.IsStream);
            var request = recording.Request.DeepClone().AsObject();
            request["model"] = recording.Id;
            using var response = await gateway.PostAsync(recording.Protocol == "chat" ? "/v1/chat/completions" : "/v1/responses", request.ToJsonString());
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (Problem(recording, gateway, response, body) is { } problem) problems.Add($"{recording.Id}: {problem}");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        TestContext.Current.TestOutputHelper?.WriteLine($"{recordings.Count} recordings");
    }

    /// <summary>A client of Messages reads the same texts, thoughts, calls and counts out of the vendor's answer as its own client does.</summary>
    [Fact]
    public async Task Answer_of_every_vendor_is_read_by_a_client_of_another_protocol()
    {
        var recordings = VendorRecording.All();
        await using var gateway = await TestGateway.StartAsync(new RelayLimits { Attempts = 1 }, simulator => VendorRecording.Configuration(simulator, recordings));
        var problems = new List<string>();
        foreach (var recording in recordings)
        {
            gateway.Replay(recording.Status, recording.ContentType, recording.Response, torn: recording.IsStream);
            var call = Call.Of("messages", recording.Id, recording.IsStream, ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024},\"tools\":[{\"name\":\"dice_roll\",\"input_schema\":{\"type\":\"object\"}}]");
            using var response = await gateway.PostAsync(call.Path, call.Json.Replace("\"max_tokens\":64", "\"max_tokens\":4096", StringComparison.Ordinal));
            var failure = recording.Status >= 400 ? await FailureAsync(recording, response) : await DifferenceAsync(recording, response);
            if (failure is not null) problems.Add($"{recording.Id}: {failure}");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static string? Problem(VendorRecording recording, TestGateway gateway, HttpResponseMessage response, string body)
    {
        var arrived = gateway.Simulator.Record.Exchanges[^1];
        if (arrived.Target != recording.Path && !Elsewhere.Contains(recording.Vendor)) return $"went to {arrived.Target} and not to {recording.Path}";
        if (response.Headers.TryGetValues("x-gantry-dropped", out var lost)) return $"lost {string.Join(',', lost)}";
        var sent = JsonNode.Parse(arrived.Body.Span)!.AsObject();
        if (recording.Request["stream_options"] is null) sent.Remove("stream_options");
        if (!JsonNode.DeepEquals(sent, recording.Request)) return $"sent {sent.ToJsonString()}";
        if (recording.Status is 401 or 403 || (recording.Provider == "xai" && recording.Status == 400))
        {
            return (int)response.StatusCode == 503 && !body.Contains("console.x.ai", StringComparison.Ordinal) ? null : $"status {(int)response.StatusCode} for a refused key: {body}";
        }

        if ((int)response.StatusCode != recording.Status) return $"status {(int)response.StatusCode}: {body}";
        var hidden = recording is { Protocol: "chat", IsStream: true } && recording.Request["stream_options"] is null;
        return body == recording.Response || hidden ? null : "the answer differs";
    }

    private static async Task<string?> FailureAsync(VendorRecording recording, HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (JsonNode.Parse(text)?["type"]?.GetValue<string>() != "error") return $"no error of Messages: {text}";
        var isKey = recording.Status is 401 or 403 || (recording.Provider == "xai" && recording.Status == 400);
        if (isKey != text.Contains("refuses the gateway's credential", StringComparison.Ordinal)) return $"key or not: {text}";
        return isKey || (int)response.StatusCode >= 400 ? null : $"status {(int)response.StatusCode}";
    }

    private static async Task<string?> DifferenceAsync(VendorRecording recording, HttpResponseMessage response)
    {
        ChatAnswer? told;
        if (recording.IsStream && Failed(recording))
        {
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return text.Contains("event: error\n", StringComparison.Ordinal) && !text.Contains("message_stop", StringComparison.Ordinal) ? null : $"no error in {text}";
        }

        try
        {
            told = await Crossing.ReadAsync("messages", response, recording.IsStream);
        }
        catch (Exception failure) when (failure is Xunit.Sdk.XunitException or FormatException)
        {
            return failure.Message;
        }

        var own = Own(recording);
        if (own is null) return null;
        var (mine, theirs) = (Told(told), Told(own));
        if (mine != theirs) return $"told {mine} of {theirs}";
        // What a vendor does not count is estimated.
        return own.Usage is null || told.Usage?.Output == own.Usage?.Output && told.Usage?.UncachedInput == own.Usage?.UncachedInput ? null : $"counted {told.Usage} of {own.Usage}";
    }

    private static bool Failed(VendorRecording recording) => recording.Response.Contains("event: error", StringComparison.Ordinal) || recording.Response.Contains("\"error\":{", StringComparison.Ordinal);

    /// <summary>The answer as a client of the vendor's own protocol reads it.</summary>
    private static ChatAnswer? Own(VendorRecording recording)
    {
        var codec = ChatCodecs.For(Enum.Parse<Protocol>(recording.Protocol, ignoreCase: true));
        var bytes = Encoding.UTF8.GetBytes(recording.Response);
        if (!recording.IsStream) return codec.ReadAnswer(bytes);
        var answer = new AnswerAccumulator();
        var reader = codec.NewStreamReader(new StreamGrammar(answer));
        reader.Append(bytes);
        reader.Complete();
        return answer.Complete ? answer.ToAnswer() : null;
    }

    private static string Told(ChatAnswer answer)
    {
        var text = new StringBuilder();
        foreach (var part in answer.Parts)
        {
            switch (part)
            {
                case TextPart words:
                    text.Append(words.Text);
                    break;
                case ToolCallPart call:
                    text.Append($"[{call.Name}]");
                    break;
            }
        }

        return text.ToString();
    }
}
