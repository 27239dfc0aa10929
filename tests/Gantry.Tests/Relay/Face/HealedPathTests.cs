using System.Text;
using Gantry.Relay;
using Gantry.Tests.Relay.Paths;
using Xunit;

namespace Gantry.Tests.Relay.Face;

public sealed class HealedPathTests
{
    [Fact]
    public async Task Malformed_base_urls_are_really_served_and_the_right_one_is_named()
    {
        await using var gateway = await TestGateway.StartAsync("g", "h", "a/b", "dall-e-2");
        var address = gateway.Host.Address.ToString().TrimEnd('/');
        var served = 0;
        var problems = new List<string>();
        foreach (var row in PathHealerTests.Malformed)
        {
            var (method, path, upstream, clientBase) = row.Data;
            if (Request(upstream) is not { } json)
            {
                continue;
            }

            using var content = json.Length == 0 ? null : new StringContent(json, Encoding.UTF8, "application/json");
            using var response = await gateway.SendAsync(new HttpMethod(method), address + path, content);
            served++;
            // The WebSocket of Responses is refused with this status under its right path, too.
            var wanted = method == "GET" && upstream == "v1/responses" ? 426 : 200;
            if ((int)response.StatusCode != wanted || Told.Header(response, "x-gantry-healed") != $"use base URL {address}{clientBase}")
            {
                problems.Add($"{method} {path}: {(int)response.StatusCode}, {Told.Header(response, "x-gantry-healed")}");
            }
        }

        Assert.Empty(problems);
        Assert.True(served >= 45, $"only {served} were tried");
        Assert.All(gateway.Simulator.Record.Exchanges, exchange => Assert.DoesNotContain("//", exchange.Target, StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine($"{served} malformed base URLs served");
    }

    [Fact]
    public async Task Failure_on_a_mended_path_still_names_the_base()
    {
        await using var gateway = await TestGateway.StartAsync("sim-text-fault-reset");
        using var response = await gateway.PostAsync("/v1/v1/messages", Call.Of("messages", "sim-text-fault-reset").Json);
        Assert.Equal(529, (int)response.StatusCode);
        Assert.NotNull(Told.Header(response, "x-gantry-healed"));
    }

    [Fact]
    public async Task Path_base_of_the_settings_counts_as_right_and_is_named_in_advice()
    {
        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits(),
            url => FaceConfiguration.One(FaceConfiguration.Local(url), more: "settings: {path_base: /gate, public_url: \"https://ai.example.com\"}"));
        foreach (var protocol in Call.Protocols)
        {
            var call = Call.Of(protocol, "m");
            using var response = await gateway.PostAsync("/gate" + call.Path, call.Json);
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Null(Told.Header(response, "x-gantry-healed"));
            using var bare = await gateway.PostAsync(call.Path, call.Json);
            Assert.Equal(200, (int)bare.StatusCode);
        }

        using var healed = await gateway.PostAsync("/gate/v1/v1/messages", Call.Of("messages", "m").Json);
        Assert.Equal("use base URL https://ai.example.com/gate", Told.Header(healed, "x-gantry-healed"));
        using var lost = await gateway.PostAsync("/gate/v1/files", "{}", ("anthropic-version", "2023-06-01"));
        Assert.Contains("https://ai.example.com/gate", (await Told.ReadAsync("messages", lost)).Message, StringComparison.Ordinal);
    }

    /// <summary>A body for the endpoint; empty for a GET; null where the endpoint needs a form or an answer of before.</summary>
    private static string? Request(string upstream) => upstream switch
    {
        "v1/messages" => Call.Of("messages", "g").Json,
        "v1/messages/count_tokens" => """{"model":"g","messages":[{"role":"user","content":"x"}]}""",
        "v1/chat/completions" => Call.Of("chat", "g").Json,
        "v1/completions" => """{"model":"g","prompt":"x"}""",
        "v1/embeddings" or "v1/moderations" => """{"model":"g","input":"x"}""",
        "v1/images/generations" => """{"prompt":"x"}""",
        "v1/audio/speech" => """{"model":"g","input":"x","voice":"alloy"}""",
        "v1/rerank" => """{"model":"g","query":"x","documents":["x"]}""",
        _ when upstream.EndsWith("/models", StringComparison.Ordinal) || upstream == "v1/models/a/b" => "",
        _ when upstream.StartsWith("v1/images", StringComparison.Ordinal) || upstream.StartsWith("v1/audio", StringComparison.Ordinal) => null,
        _ when upstream.Contains("resp_1", StringComparison.Ordinal) => null,
        _ when upstream.StartsWith("v1/responses", StringComparison.Ordinal) => Call.Of("responses", "g").Json,
        _ when upstream.Contains(":batch", StringComparison.Ordinal) => """{"requests":[{"model":"models/g","content":{"parts":[{"text":"x"}]}}]}""",
        _ when upstream.Contains(":embed", StringComparison.Ordinal) => """{"content":{"parts":[{"text":"x"}]}}""",
        _ => Call.Of("gemini", "g").Json,
    };
}
