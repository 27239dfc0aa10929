using System.Text.Json;
using Gantry.Simulator.Recording;
using Gantry.Simulator.Scripts;
using Xunit;

namespace Gantry.Tests.Relay.Faults;

/// <summary>What fails before a byte has reached the client gets a true status in the client's own protocol, never a 200 (reliability R-30).</summary>
[Waiting]
public sealed class FailureBeforeContentTests(FaultGateway fixture) : IClassFixture<FaultGateway>
{
    public static TheoryData<string, bool, string, int, string> Cases()
    {
        var data = new TheoryData<string, bool, string, int, string>();
        foreach (var protocol in ClientCall.Protocols)
        {
            foreach (var stream in new[] { true, false })
            {
                data.Add(protocol, stream, "reset", 503, "upstream_disconnected");
                data.Add(protocol, stream, "html", 502, "upstream_bad_answer");
                data.Add(protocol, stream, "empty", 502, "upstream_bad_answer");
            }

            foreach (var torn in new[] { "cut0", "cut50", "cut99" })
            {
                data.Add(protocol, false, torn, 503, "upstream_disconnected");
            }

            data.Add(protocol, false, "closeafter-k4", 502, "upstream_bad_answer");
            data.Add(protocol, true, "closeafter-k0", 502, "upstream_bad_answer");
            data.Add(protocol, true, "resetafter-k0", 502, "upstream_disconnected");
            data.Add(protocol, true, "stall-k0", 504, "upstream_first_byte_timeout");
            if (protocol != "gemini")
            {
                data.Add(protocol, true, "json", 502, "upstream_bad_answer");
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Case", "20")]
    public async Task R_30_Broken_upstream_becomes_a_true_status(string protocol, bool stream, string fault, int status, string code)
    {
        var result = await fixture.AskAsync(protocol, FaultGateway.Broken(fault), stream);

        CheckError(result, protocol, status, code);
        Assert.NotNull(await Waiting.UntilAsync(() => result.Upstream!.Outcome != ExchangeOutcome.Open, TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData("chat", true, "upstream_first_byte_timeout", "upstream")]
    [InlineData("responses", true, "upstream_first_byte_timeout", "upstream")]
    [InlineData("messages", true, "upstream_first_byte_timeout", "upstream")]
    [InlineData("gemini", true, "upstream_first_byte_timeout", "upstream")]
    [InlineData("chat", false, "exchange_too_long", "gateway")]
    [InlineData("gemini", false, "exchange_too_long", "gateway")]
    public async Task R_30_Upstream_that_does_not_begin_becomes_a_time_out(string protocol, bool stream, string code, string origin)
    {
        var result = await fixture.AskAsync(protocol, FaultGateway.Late, stream);

        CheckError(result, protocol, 504, code, origin);
        Assert.NotNull(await Waiting.UntilAsync(() => result.Upstream!.AbortedAt is not null, TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData("chat", 503)]
    [InlineData("responses", 503)]
    [InlineData("messages", 529)]
    [InlineData("gemini", 503)]
    [Trait("Case", "169")]
    public async Task R_30_Error_in_a_200_keeps_its_words_and_gets_a_true_status(string protocol, int status)
    {
        foreach (var stream in (bool[])[true, false])
        {
            var result = await fixture.AskAsync(protocol, FaultGateway.Broken("errorbefore"), stream);

            Assert.True(status == result.Status, result.ToString());
            Assert.Contains("verloaded", result.Body);
            Assert.Equal(("failed", "upstream", (long)status), (result.Row.Outcome, result.Row.ErrorOrigin, result.Row.Status));
            Assert.NotEqual("reported", result.Row.UsageSource);
        }
    }

    [Fact]
    public async Task R_30_Body_that_cannot_be_decompressed_is_no_answer()
    {
        fixture.Gateway.Simulator.Scripts.Replace(new Script
        {
            Replay = new ReplayScript { Headers = [new("content-type", "application/json"), new("content-encoding", "gzip")], Body = "not gzip at all"u8.ToArray() },
        });

        CheckError(await fixture.AskAsync("chat", FaultGateway.Replayed, stream: false), "chat", 502, "upstream_bad_answer");
    }

    [Theory]
    [InlineData("429-ra", 429, "upstream_429")]
    [InlineData("400", 400, "upstream_400")]
    [InlineData("500", 500, "upstream_500")]
    public async Task R_30_Upstream_refusal_passes_with_status_bytes_and_retry_after(string fault, int status, string code)
    {
        foreach (var protocol in ClientCall.Protocols)
        {
            // A place at its limit is not asked again: each protocol has its own.
            int? seconds = status == 429 ? 30 + Array.IndexOf(ClientCall.Protocols, protocol) : null;
            var result = await fixture.AskAsync(protocol, FaultGateway.Broken($"{fault}{seconds}"), stream: true);

            Assert.Equal((status, result.Upstream!.BytesWritten), (result.Status, result.Bytes.LongLength));
            Assert.Equal(seconds, result.Response.Headers.RetryAfter?.Delta?.TotalSeconds);
            Assert.Equal(("failed", "upstream", code), (result.Row.Outcome, result.Row.ErrorOrigin, result.Row.ErrorCode));
        }
    }

    private static void CheckError(FaultResult result, string protocol, int status, string code, string origin = "upstream")
    {
        var expected = (protocol, status) switch
        {
            ("messages", 503) => 529,
            // Google's API has no 502.
            ("gemini", 502) => 503,
            _ => status,
        };
        Assert.True(result.Status == expected, $"{expected} was expected: {result}");
        Assert.Equal("application/json", result.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(origin, result.Response.Headers.GetValues("x-gantry-error-origin").Single());
        var error = JsonElement.Parse(result.Body).GetProperty("error");
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.Equal(("failed", origin, code, (long)expected), (result.Row.Outcome, result.Row.ErrorOrigin, result.Row.ErrorCode, result.Row.Status));
        Assert.Equal("none", result.Row.UsageSource);
    }
}
