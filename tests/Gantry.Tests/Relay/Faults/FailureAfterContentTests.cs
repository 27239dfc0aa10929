using System.Text;
using System.Text.Json;
using Gantry.Simulator.Recording;
using Xunit;

namespace Gantry.Tests.Relay.Faults;

/// <summary>What breaks in the middle of a stream ends in the client's own words, and never in a way that it could take for the end.</summary>
[Waiting]
public sealed class FailureAfterContentTests(FaultGateway fixture) : IClassFixture<FaultGateway>
{
    public static TheoryData<string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var protocol in ClientCall.Protocols.Append("gemini-array"))
        {
            // Four events only open an answer of Responses.
            var events = protocol == "responses" ? "k6" : "k4";
            data.Add(protocol, $"resetafter-{events}", "upstream_disconnected");
            data.Add(protocol, $"closeafter-{events}", "upstream_disconnected");
            data.Add(protocol, "cut50", "upstream_disconnected");
            data.Add(protocol, $"stall-{events}", "upstream_idle_timeout");
            data.Add(protocol, "noterminal", "upstream_disconnected");
            data.Add(protocol, "noend", "upstream_disconnected");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Case", "27")]
    public async Task Broken_stream_ends_with_an_error_of_the_protocol(string protocol, string fault, string code)
    {
        var result = await fixture.AskAsync(protocol, FaultGateway.Broken(fault), stream: true);

        Assert.Equal(200, result.Status);
        foreach (var end in new[] { "[DONE]", "message_stop", "response.completed", "finishReason\":" })
        {
            Assert.DoesNotContain(end, result.Body);
        }

        CheckLastWords(protocol, result, code);
        Assert.Equal(("interrupted", "upstream", code, 200L), (result.Row.Outcome, result.Row.ErrorOrigin, result.Row.ErrorCode, result.Row.Status));
        Assert.NotEqual("reported", result.Row.UsageSource);
        Assert.NotNull(await Waiting.UntilAsync(() => result.Upstream!.Outcome != ExchangeOutcome.Open, TimeSpan.FromSeconds(1)));
        if (fault.StartsWith("stall", StringComparison.Ordinal))
        {
            Assert.Equal(ExchangeOutcome.ClientClosed, result.Upstream!.Outcome);
        }
    }

    [Theory]
    [InlineData("chat", "stall-k99")]
    [InlineData("responses", "stall-k99")]
    [InlineData("messages", "stall-k99")]
    [InlineData("gemini", "stall-k99")]
    [InlineData("chat", "resetafter-k99")]
    [InlineData("responses", "resetafter-k99")]
    [InlineData("messages", "resetafter-k99")]
    [InlineData("gemini", "resetafter-k99")]
    [Trait("Case", "167")]
    public async Task Connection_that_breaks_behind_the_end_of_an_answer_takes_nothing_from_it(string protocol, string fault)
    {
        var result = await fixture.AskAsync(protocol, FaultGateway.Broken(fault), stream: true);

        Assert.Equal(200, result.Status);
        Assert.DoesNotContain(result.Row.RequestId, result.Body);
        Assert.Equal(("completed", null, "reported"), (result.Row.Outcome, result.Row.ErrorCode, result.Row.UsageSource));
        Assert.Equal((100L, 50L), (result.Row.UncachedInput, result.Row.Output));
    }

    [Theory]
    [InlineData("chat", "errorafter-k3")]
    [InlineData("responses", "errorafter-k6")]
    [InlineData("messages", "errorafter-k3")]
    [InlineData("gemini", "errorafter-k3")]
    [Trait("Case", "163")]
    public async Task Error_of_the_upstream_in_a_stream_passes_unchanged_and_is_recorded(string protocol, string fault)
    {
        var result = await fixture.AskAsync(protocol, FaultGateway.Broken(fault), stream: true);

        Assert.Equal(200, result.Status);
        Assert.Equal(result.Upstream!.BytesWritten, result.Bytes.LongLength);
        Assert.Contains("verloaded", result.Body);
        Assert.DoesNotContain(result.Row.RequestId, result.Body);
        Assert.Equal(("interrupted", "upstream"), (result.Row.Outcome, result.Row.ErrorOrigin));
        Assert.False(string.IsNullOrEmpty(result.Row.ErrorCode), "no error code is recorded");
        Assert.NotEqual("reported", result.Row.UsageSource);
    }

    private static void CheckLastWords(string protocol, FaultResult result, string code)
    {
        var body = result.Body;
        Assert.Contains(result.Row.RequestId, body);
        switch (protocol)
        {
            case "chat":
                Assert.Equal(code, Data(body).GetProperty("error").GetProperty("code").GetString());
                break;
            case "responses":
                Assert.Contains("event: response.failed\ndata: ", body);
                var failed = Data(body);
                var numbers = body.Split('\n').Where(l => l.StartsWith("data: ", StringComparison.Ordinal)).Select(l => JsonElement.Parse(l[6..]).GetProperty("sequence_number").GetInt64()).ToList();
                Assert.Equal(Enumerable.Range(0, numbers.Count).Select(n => (long)n), numbers);
                Assert.Equal(("failed", code), (failed.GetProperty("response").GetProperty("status").GetString(), failed.GetProperty("response").GetProperty("error").GetProperty("code").GetString()));
                break;
            case "messages":
                Assert.Contains("event: error\ndata: ", body);
                Assert.Equal("error", Data(body).GetProperty("type").GetString());
                break;
            case "gemini":
                Assert.InRange(Parse(body[body.IndexOf("{\"error\":", StringComparison.Ordinal)..]).GetProperty("error").GetProperty("code").GetInt32(), 400, 599);
                break;
            default:
                Assert.True(Parse(body).EnumerateArray().Last().TryGetProperty("error", out _), body);
                break;
        }
    }

    private static JsonElement Data(string body) =>
        Parse(body.TrimEnd('\n').Split('\n').Last(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..]);

    private static JsonElement Parse(string json) => JsonElement.Parse(Encoding.UTF8.GetBytes(json));
}
