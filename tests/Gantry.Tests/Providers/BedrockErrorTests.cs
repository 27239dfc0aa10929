using System.Text.Json.Nodes;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Face;
using Gantry.Tests.Relay.Translated;
using Gantry.Tests.Simulator;
using Xunit;

namespace Gantry.Tests.Providers;

public sealed class BedrockErrorTests
{
    private const string Claude = "anthropic.claude-3-5-haiku-20241022-v1:0";

    [Theory]
    [InlineData("messages", false)]
    [InlineData("messages", true)]
    [InlineData("chat", false)]
    public async Task Limit_is_told_in_the_clients_words_with_its_wait(string protocol, bool streamed)
    {
        const string Model = "us.anthropic.sim-text-fault-429-ra30";
        await using var gateway = await BedrockGateway.StartAsync(Model);
        using var response = await Call.Of(protocol, Model, streamed).SendAsync(gateway);
        var error = (await response.JsonAsync(429))["error"]!;

        Assert.Equal("30", response.Header("retry-after"));
        Assert.Equal(protocol == "messages" ? "rate_limit_error" : "rate_limit_exceeded", (string?)error[protocol == "messages" ? "type" : "code"]);
        Assert.Equal("Too many requests, please wait before trying again.", (string?)error["message"]);
    }

    [Theory]
    [InlineData("ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/", 400, "invalid_request_error")]
    [InlineData("ModelErrorException", 424, "api_error")]
    [InlineData("ModelTimeoutException", 408, "timeout_error")]
    [InlineData("ServiceUnavailableException", 503, "overloaded_error")]
    [InlineData("ResourceNotFoundException", 404, "not_found_error")]
    public async Task Error_of_amazons_has_anthropics_shape_its_own_status_and_no_account(string type, int status, string expected)
    {
        await using var gateway = await BedrockGateway.StartAsync(Claude);
        gateway.Simulator.Scripts.Replace(new Script
        {
            Replay = new ReplayScript
            {
                Status = status,
                Headers = [new("content-type", "application/json"), new("x-amzn-errortype", type), new("x-amzn-requestid", "8f6259b0-a8ff"), new("x-amz-account", "123456789012")],
                Body = """{"message":"No such thing as arn:aws:bedrock:us-east-1:123456789012:inference-profile/x."}"""u8.ToArray(),
            },
        });
        using var response = await Call.Of("messages", Claude).SendAsync(gateway);
        var body = await response.JsonAsync(status);

        Assert.Equal("error", (string?)body["type"]);
        Assert.Equal(expected, (string?)body["error"]!["type"]);
        Assert.Equal("No such thing as arn:aws:bedrock:us-east-1:***:inference-profile/x.", (string?)body["error"]!["message"]);
        Assert.Equal("8f6259b0-a8ff", response.Header("x-amzn-requestid"));
        Assert.DoesNotContain("123456789012", response.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("gemini")]
    public async Task Exception_behind_content_is_told_in_the_stream_and_what_came_is_billed(string protocol)
    {
        const string Model = "us.anthropic.sim-text-n20-usage-in100-out50-fault-errorafter-k5";
        await using var gateway = await BedrockGateway.StartAsync(Model);
        using var response = await Call.Of(protocol, Model, stream: true).SendAsync(gateway);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains("Overloaded", text, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", text, StringComparison.Ordinal);
        var row = Assert.Single(await gateway.UsageAsync(1));
        Assert.Equal("interrupted", row.Outcome);
        Assert.True(row.Output > 0);
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("chat")]
    public async Task Stream_that_breaks_off_ends_as_an_error(string protocol)
    {
        const string Model = "us.anthropic.sim-text-n40-fault-cut50";
        await using var gateway = await BedrockGateway.StartAsync(Model);
        using var response = await Call.Of(protocol, Model, stream: true).SendAsync(gateway);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("error", text, StringComparison.Ordinal);
        Assert.Equal("interrupted", Assert.Single(await gateway.UsageAsync(1)).Outcome);
    }

    [Fact]
    public async Task Recorded_answers_reach_the_client_as_anthropic_would_have_sent_them()
    {
        // Refused credentials last: they are not asked with any more.
        var files = Directory.GetFiles(Shared.Folder("recordings"), "invoke-bedrock-*.json")
            .OrderBy(file => (int)JsonNode.Parse(File.ReadAllText(file))!["response"]!["status"]! == 403).ToArray();
        Assert.NotEmpty(files);
        await using var gateway = await BedrockGateway.StartAsync(Claude);
        foreach (var file in files)
        {
            var response = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!["response"]!;
            var streamed = response["body_base64"] is not null;
            var status = (int)response["status"]!;
            var body = streamed ? Convert.FromBase64String((string)response["body_base64"]!) : System.Text.Encoding.UTF8.GetBytes((string)response["body"]!);
            gateway.Simulator.Scripts.Replace(new Script
            {
                Replay = new ReplayScript
                {
                    Status = status,
                    Headers = [.. response["headers"]!.AsObject().Select(header => KeyValuePair.Create(header.Key, (string)header.Value!))],
                    Body = body,
                    ChunkSizes = streamed ? [1, 7, 300, 2, 4096] : [],
                },
            });
            using var answer = await Call.Of("messages", Claude, streamed).SendAsync(gateway);
            if (status == 403)
            {
                Assert.Equal(529, (int)answer.StatusCode);
            }
            else if (status >= 400)
            {
                Assert.Equal("error", (string?)(await answer.JsonAsync(status))["type"]);
            }
            else
            {
                var read = await Crossing.ReadAsync("messages", answer, streamed);
                Assert.NotEmpty(read.Parts);
                if (!streamed) Assert.Equal(response["headers"]!["x-amzn-bedrock-output-token-count"]?.ToString(), answer.Header("x-amzn-bedrock-output-token-count"));
            }
        }

        var rows = await gateway.UsageAsync(files.Length);
        // What the recordings say: 137 and 133 in the streams, 9511 read from a cache.
        Assert.Contains(rows, row => (row.UncachedInput, row.Output) == (602, 137));
        Assert.Contains(rows, row => (row.UncachedInput, row.Output) == (392, 133));
        Assert.Contains(rows, row => (row.UncachedInput, row.CacheRead, row.CacheWrite5m, row.Output) == (3, 9511, 1956, 44));
    }
}
