using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Gantry.Tests.Relay.Face;
using Xunit;

namespace Gantry.Tests.Relay.Limits;

/// <summary>A request too many, in the words of every protocol.</summary>
public sealed partial class RefusalTests
{
    private static readonly string[] Kinds = ["requests", "tokens", "prompt", "places"];
    private static readonly string[] Skipped = ["date", "x-request-id", "request-id"];

    [Fact]
    public async Task S_38_Refusal_is_429_in_the_callers_own_protocol_with_the_limit_the_rest_and_the_time()
    {
        var time = new FakeTime();
        var keys = from protocol in Call.Protocols
                   from stream in new[] { false, true }
                   from kind in Kinds
                   select LimitRig.Key($"{protocol}-{stream}-{kind}", kind switch
                   {
                       "requests" => "requests_per_minute: 1",
                       "tokens" => "tokens_per_minute: 151",
                       "prompt" => "tokens_per_minute: 1",
                       _ => "concurrent: 1",
                   });
        await using var gateway = await LimitRig.StartAsync(
            keys, "rate_limit_queue: {seconds: 0}", models: ["sim-text-n3-d2500"], adjust: options => options with { Time = time });
        var told = new StringBuilder();
        foreach (var protocol in Call.Protocols)
        {
            foreach (var stream in new[] { false, true })
            {
                foreach (var kind in Kinds)
                {
                    var key = $"{protocol}-{stream}-{kind}";
                    Task<(HttpStatusCode, string, HttpResponseMessage)>? first = null;
                    if (kind == "places")
                    {
                        first = LimitRig.AskAsync(gateway, key, Call.Of(protocol, "sim-text-n3-d2500"));
                        Assert.NotNull(await Faults.Waiting.UntilAsync(() => gateway.Simulator.Open == 1, TimeSpan.FromSeconds(10)));
                    }
                    else if (kind != "prompt")
                    {
                        Assert.Equal(HttpStatusCode.OK, (await LimitRig.AskAsync(gateway, key, Call.Of(protocol, "m", stream))).Status);
                    }

                    var (status, body, response) = await LimitRig.AskAsync(gateway, key, Call.Of(protocol, "m", stream));
                    Assert.Equal(HttpStatusCode.TooManyRequests, status);
                    Write(told, $"{protocol} {(stream ? "stream" : "whole")} {kind}", body, response);
                    response.Dispose();
                    gateway.Http.CancelPendingRequests();
                    if (first is not null)
                    {
                        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
                        Assert.NotNull(await Faults.Waiting.UntilAsync(() => gateway.Running == 0, TimeSpan.FromSeconds(5)));
                    }
                }
            }
        }

        Golden.Matches("Relay/Limits/Golden/Refusals.txt", told.ToString());
    }

    private static void Write(StringBuilder told, string title, string body, HttpResponseMessage response)
    {
        // How many tokens a prompt is taken for is learnt from the answers before it.
        told.AppendLine($"== {title}").AppendLine(Prompt().Replace(RequestId().Replace(body, "req_…"), "about … tokens"));
        foreach (var (name, values) in response.Headers.OrderBy(h => h.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (!Skipped.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                told.AppendLine($"{name.ToLowerInvariant()}: {string.Join(", ", values)}");
            }
        }

        told.AppendLine();
    }

    [GeneratedRegex("about [0-9]+ tokens")]
    private static partial Regex Prompt();

    [GeneratedRegex("req_[0-9A-Za-z_-]+")]
    private static partial Regex RequestId();
}
