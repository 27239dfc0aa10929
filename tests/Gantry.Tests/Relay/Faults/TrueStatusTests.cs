using System.Text.Json;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Relay.Faults;

/// <summary>R-30 over both lanes: what fails before content has a true status, unless a keep-alive has already begun the answer.</summary>
[Waiting]
public sealed class TrueStatusTests(TrueStatusGateway fixture) : IClassFixture<TrueStatusGateway>
{
    // Each client once over its own protocol and once over another, so that every codec stands on both sides.
    private static readonly (string Client, string Upstream)[] Lanes =
    [
        ("chat", "chat"), ("responses", "responses"), ("messages", "messages"), ("gemini", "gemini"), ("gemini-array", "gemini"),
        ("chat", "messages"), ("responses", "chat"), ("messages", "gemini"), ("gemini", "responses"), ("gemini-array", "chat"),
    ];

    public static TheoryData<string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (client, upstream) in Lanes)
        {
            foreach (var fault in TrueStatusGateway.Faults)
            {
                data.Add(client, upstream, fault);
            }
        }

        Assert.InRange(data.Count, 60, int.MaxValue);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task R_30_Stream_that_fails_before_content_has_a_true_status_in_either_lane(string client, string upstream, string fault)
    {
        var call = ClientCall.Ask(client, Crossing.Model(upstream, TrueStatusGateway.Broken(fault)), stream: true);
        using var answer = await fixture.Patient.PostAsync(call.Path, call.Body);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True((int)answer.StatusCode is >= 400 and < 600, $"{answer.StatusCode}: {body}");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var told = JsonElement.Parse(body);
        // Google's own servers put the errors of its arrays into one.
        var error = (told.ValueKind == JsonValueKind.Array ? told[0] : told).GetProperty("error");
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.Equal(fault == "429", (int)answer.StatusCode == 429);
        var requestId = answer.Headers.GetValues("x-request-id").Single();
        var row = await TrueStatusGateway.RowAsync(fixture.Patient, requestId);
        Assert.Equal(("failed", (long)(int)answer.StatusCode), (row.Outcome, row.Status));
    }

    [Theory]
    [InlineData("messages", "messages", "429-ra120")]
    [InlineData("messages", "chat", "429-ra120")]
    [InlineData("messages", "messages", "529-ra120")]
    [InlineData("messages", "chat", "503-ra120")]
    public async Task R_32_Wait_that_is_told_is_never_so_long_that_Claude_Code_gives_up(string client, string upstream, string fault)
    {
        var call = ClientCall.Ask(client, Crossing.Model(upstream, TrueStatusGateway.Broken(fault)), stream: true);
        using var answer = await fixture.Patient.PostAsync(call.Path, call.Body);

        Assert.True((int)answer.StatusCode is 429 or 503 or 529, answer.ToString());
        Assert.Equal(TimeSpan.FromSeconds(60), answer.Headers.RetryAfter?.Delta);
    }

    [Theory]
    [InlineData("chat", "chat")]
    [InlineData("chat", "messages")]
    [InlineData("responses", "responses")]
    [InlineData("responses", "chat")]
    [InlineData("messages", "messages")]
    [InlineData("messages", "gemini")]
    public async Task R_30_Failure_behind_a_keep_alive_is_told_in_the_stream(string client, string upstream)
    {
        var (status, body, row) = await AskAsync(client, upstream, TrueStatusGateway.Late);

        Assert.Equal(200, status);
        Assert.StartsWith(client == "messages" ? "event: ping\n" : ": keep-alive\n", body, StringComparison.Ordinal);
        var told = JsonElement.Parse(body.TrimEnd('\n').Split('\n').Last(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..]);
        switch (client)
        {
            case "chat":
                Assert.Equal("upstream_first_byte_timeout", told.GetProperty("error").GetProperty("code").GetString());
                break;
            case "responses":
                Assert.Equal(("response.failed", 0), (told.GetProperty("type").GetString(), told.GetProperty("sequence_number").GetInt32()));
                Assert.Equal("upstream_first_byte_timeout", told.GetProperty("response").GetProperty("error").GetProperty("code").GetString());
                break;
            default:
                Assert.Equal(("error", "timeout_error"), (told.GetProperty("type").GetString(), told.GetProperty("error").GetProperty("type").GetString()));
                break;
        }

        foreach (var end in new[] { "[DONE]", "message_stop", "response.completed" })
        {
            Assert.DoesNotContain(end, body);
        }

        Assert.Equal(("upstream", "upstream_first_byte_timeout"), (row.ErrorOrigin, row.ErrorCode));
        Assert.Contains(row.Outcome, new[] { "failed", "interrupted" });
    }

    [Theory]
    [InlineData("gemini", "gemini")]
    [InlineData("gemini", "chat")]
    [InlineData("gemini-array", "gemini")]
    [InlineData("gemini-array", "chat")]
    public async Task R_30_Client_without_a_keep_alive_gets_a_true_status_after_any_silence(string client, string upstream)
    {
        var (status, body, row) = await AskAsync(client, upstream, TrueStatusGateway.Late);

        Assert.True(status == 504, body);
        Assert.Equal(("failed", 504L), (row.Outcome, row.Status));
    }

    [Theory]
    [InlineData("gemini")]
    [InlineData("gemini-array")]
    public async Task R_30_Failure_behind_white_space_is_told_in_the_form_that_the_client_asked_for(string client)
    {
        // The upstream has sent its headers, so the translated stream is kept alive with white space.
        var (status, body, row) = await AskAsync(client, "chat", TrueStatusGateway.Broken("stall-k0"));

        Assert.Equal(200, status);
        Assert.True(char.IsWhiteSpace(body[0]), body);
        var told = JsonElement.Parse(body.Trim());
        Assert.Equal(client == "gemini-array" ? JsonValueKind.Array : JsonValueKind.Object, told.ValueKind);
        Assert.Equal(504, (client == "gemini-array" ? told[0] : told).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal("upstream", row.ErrorOrigin);
    }

    private async Task<(int Status, string Body, UsageRow Row)> AskAsync(string client, string upstream, string scenario)
    {
        var call = ClientCall.Ask(client, Crossing.Model(upstream, scenario), stream: true);
        using var answer = await fixture.Talkative.PostAsync(call.Path, call.Body);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, body, await TrueStatusGateway.RowAsync(fixture.Talkative, answer.Headers.GetValues("x-request-id").Single()));
    }
}
