using System.Text;
using Gantry.Protocols;
using Gantry.Relay.Paths;
using Xunit;

namespace Gantry.Tests.Relay.Face;

public sealed class EndpointTests
{
    private const string Model = "m";

    /// <summary>Endpoint, body, what the answer says; a form where the body is empty.</summary>
    private static readonly (string Pattern, string Json, string Says)[] Requests =
    [
        ("/chat/completions", Call.Of("chat", Model).Json, "\"chat.completion\""),
        ("/chat/completions", Call.Of("chat", Model, stream: true).Json, "data: [DONE]"),
        ("/completions", """{"model":"m","prompt":"x"}""", "\"text_completion\""),
        ("/embeddings", """{"model":"m","input":["a","b"]}""", "\"embedding\""),
        ("/moderations", """{"model":"m","input":"x"}""", "\"flagged\""),
        ("/rerank", """{"model":"m","query":"x","documents":["x","y"]}""", "\"relevance_score\""),
        ("/audio/speech", """{"model":"m","input":"hello","voice":"alloy"}""", "RIFF"),
        ("/audio/speech", """{"model":"m","input":"hello","voice":"alloy","stream_format":"sse"}""", "speech.audio.done"),
        ("/audio/transcriptions", "", "\"text\""),
        ("/audio/translations", "", "\"text\""),
        ("/images/generations", """{"model":"m","prompt":"x"}""", "\"b64_json\""),
        ("/images/generations", """{"model":"m","prompt":"x","stream":true,"partial_images":2}""", "image_generation.completed"),
        ("/images/edits", "", "\"b64_json\""),
        ("/images/edits", """{"model":"m","prompt":"x","images":[{"image_url":"data:image/png;base64,AA=="}]}""", "\"b64_json\""),
        ("/images/variations", "", "\"b64_json\""),
        ("/responses", Call.Of("responses", Model).Json, "\"response\""),
        ("/responses", Call.Of("responses", Model, stream: true).Json, "response.completed"),
        ("/responses/compact", Call.Of("responses", Model).Json, "compaction"),
        ("/responses/input_tokens", Call.Of("responses", Model).Json, "input_tokens"),
        ("/messages", Call.Of("messages", Model).Json, "\"message\""),
        ("/messages", Call.Of("messages", Model, stream: true).Json, "message_stop"),
        ("/messages/count_tokens", """{"model":"m","messages":[{"role":"user","content":"x"}]}""", "input_tokens"),
        ("/models/{model}:generateContent", Call.Of("gemini", Model).Json, "candidates"),
        ("/models/{model}:streamGenerateContent", Call.Of("gemini", Model).Json, "candidates"),
        ("/models/{model}:countTokens", Call.Of("gemini", Model).Json, "totalTokens"),
        ("/models/{model}:embedContent", """{"content":{"parts":[{"text":"x"}]}}""", "embedding"),
        ("/models/{model}:batchEmbedContents", """{"requests":[{"model":"models/m","content":{"parts":[{"text":"x"}]}}]}""", "embeddings"),
    ];

    [Fact]
    public async Task Every_endpoint_of_the_registry_is_served_to_its_end_and_metered()
    {
        var missing = RelayRoutes.All
            .Where(r => !r.Upgrade && r.Operation is not (Operation.Models or Operation.StoredResponse))
            .Select(r => r.Pattern)
            .Except(Requests.Select(r => r.Pattern));
        Assert.Empty(missing);

        await using var gateway = await TestGateway.StartAsync(Model);
        var expected = new Dictionary<string, (string What, bool Metered)>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var (pattern, json, says) in Requests)
        {
            var route = RelayRoutes.All.First(r => r.Pattern == pattern && r.Method == "POST");
            string[] targets = route.Protocol != Protocol.Gemini ? [$"/v1{pattern}?beta=true&x=%20y"]
                : [.. new[] { "/v1", "/v1beta", "/v1alpha" }.Select(v => v + pattern.Replace("{model}", Model, StringComparison.Ordinal) + "?x=%20y")];
            foreach (var target in targets)
            {
                using HttpContent content = json.Length > 0 ? new StringContent(json, Encoding.UTF8, "application/json") : Form(pattern);
                using var response = await gateway.SendAsync(HttpMethod.Post, target, content);
                var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                var arrived = gateway.Simulator.Record.Exchanges[^1];
                if ((int)response.StatusCode != 200 || !body.Contains(says, StringComparison.Ordinal) || arrived.Target != target)
                {
                    problems.Add($"{target}: {(int)response.StatusCode}, upstream {arrived.Target}: {body[..Math.Min(200, body.Length)]}");
                }

                // What an answer does not state, nobody can read from it: bare audio, and a translation of a few words.
                var states = route.Metered && arrived.UsageDelivered;
                expected[Told.Header(response, "x-request-id")!] = (target, states);
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        var rows = await gateway.UsageAsync(expected.Count);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), rows.Select(r => r.RequestId).Order(StringComparer.Ordinal));
        foreach (var row in rows)
        {
            var (what, metered) = expected[row.RequestId];
            var told = row.UncachedInput + row.Output + row.ImageOutput + row.AudioInput + row.AudioSeconds + row.Images;
            Assert.True(row is { Status: 200, Outcome: "completed", Attempts: 1, Upstream: "sim", Model: Model, GroupName: "all" }, $"{what}: {row.Status} {row.Outcome} {row.Attempts} {row.Model}");
            Assert.True(metered == (told > 0 && row.UsageSource != "estimated"), $"{what}: usage of {told}, source {row.UsageSource}");
        }

        Assert.True(rows.Count(r => r.UsageSource == "reported") >= 20, $"{rows.Count(r => r.UsageSource == "reported")} with usage");
    }

    [Fact]
    public async Task Gemini_stream_comes_as_an_array_or_as_events_and_is_metered_alike()
    {
        await using var gateway = await TestGateway.StartAsync("sim-text-n5-usage-in100-cr20-out50-reason10");
        foreach (var query in new[] { "", "?alt=sse", "?alt=json" })
        {
            using var response = await gateway.PostAsync($"/v1beta/models/sim-text-n5-usage-in100-cr20-out50-reason10:streamGenerateContent{query}", Call.Of("gemini", "m").Json);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith(query == "?alt=sse" ? "data: {" : "[{", body, StringComparison.Ordinal);
        }

        Assert.All(await gateway.UsageAsync(3), row => Assert.Equal((100, 20, 50, 10, 1L), (row.UncachedInput, row.CacheRead, row.Output, row.Reasoning, row.Streamed)));
    }

    private static MultipartFormDataContent Form(string pattern)
    {
        var form = new MultipartFormDataContent("the-boundary") { { new StringContent(Model), "model" } };
        form.Add(new ByteArrayContent([1, 2, 3, 13, 10, 45, 45, 0]), pattern.StartsWith("/audio", StringComparison.Ordinal) ? "file" : "image", "a.bin");
        if (pattern == "/images/edits")
        {
            form.Add(new StringContent("green"), "prompt");
        }

        return form;
    }
}
