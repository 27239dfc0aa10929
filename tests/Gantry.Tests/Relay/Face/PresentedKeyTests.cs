using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Gantry.Tests.Hosting;
using Gantry.Tests.Management;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Face;

/// <summary>The ways in which clients present their key, several at once, and where the key of a query never shows (reliability S-6).</summary>
[Collection(AloneCollection.Name)]
public sealed class PresentedKeyTests
{
    private const string Ours = "sk-presented-canary-0123456789abcdef";
    private const string Second = "sk-presented-second-0123456789abcd";
    private const string Foreign = "sk-ant-somebody-elses-0123456789";

    [Fact]
    public async Task S_6_All_four_ways_work_in_every_protocol_and_the_upstream_gets_none_of_them()
    {
        await using var gateway = await StartAsync();
        foreach (var protocol in Call.Protocols)
        {
            var call = Call.Of(protocol, "m");
            Assert.Equal(200, await StatusAsync(gateway, call, ("authorization", $"Bearer {Ours}")));
            Assert.Equal(200, await StatusAsync(gateway, call, ("x-api-key", Ours)));
            Assert.Equal(200, await StatusAsync(gateway, call, ("x-goog-api-key", Ours)));
            Assert.Equal(200, await StatusAsync(gateway, call with { Path = $"{call.Path}?alpha=1&key={Ours}&omega=2" }, ("authorization", "")));
        }

        Assert.Equal(16, gateway.Simulator.Record.Exchanges.Count);
        Assert.All(gateway.Simulator.Record.Exchanges, exchange =>
        {
            Assert.DoesNotContain("canary", exchange.Target, StringComparison.Ordinal);
            Assert.DoesNotContain("key=", exchange.Target, StringComparison.Ordinal);
            Assert.DoesNotContain(exchange.Headers, h => h.Value.Contains("canary", StringComparison.Ordinal));
        });
        // The rest of the query has passed.
        Assert.Equal(4, gateway.Simulator.Record.Exchanges.Count(e => e.Target.EndsWith("?alpha=1&omega=2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task S_6_Ours_beside_a_foreign_one_is_taken_and_two_of_ours_are_not()
    {
        await using var gateway = await StartAsync();
        string[] ways = ["authorization", "x-api-key", "x-goog-api-key", "query"];
        foreach (var protocol in Call.Protocols)
        {
            foreach (var one in ways)
            {
                foreach (var other in ways.Where(w => w != one))
                {
                    Assert.Equal(200, await PresentAsync(gateway, protocol, (one, Ours), (other, Foreign)));
                    Assert.Equal(200, await PresentAsync(gateway, protocol, (one, Ours), (other, Ours)));
                    Assert.Equal(400, await PresentAsync(gateway, protocol, (one, Ours), (other, Second)));
                    Assert.Equal(401, await PresentAsync(gateway, protocol, (one, Foreign), (other, "sk-nobodys-0123456789abcdef")));
                }
            }
        }
    }

    [Fact]
    public async Task S_6_Key_of_a_query_is_in_no_trace_and_no_redirect()
    {
        var said = new ConcurrentQueue<string>();
        using var traces = new ActivityListener
        {
            // The test's own client says what it sends.
            ShouldListenTo = source => !source.Name.StartsWith("System.Net.Http", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => said.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(e => e.Tags))}"),
        };
        ActivitySource.AddActivityListener(traces);
        // With an owner: the console of one without shows nothing yet.
        await using var gateway = await ManageGateway.StartAsync();
        var statuses = new List<string>();
        foreach (var path in (string[])["/v1/models", "/v1/nowhere", "/console", "/console/", "/console/keys", "/console/nowhere", "/setup", "/", "/api/manage/models", "/api/pricing", "/healthz", "/v1//models"])
        {
            using var response = await gateway.Gateway.SendAsync(HttpMethod.Get, $"{path}?key={Ours}", null, ("authorization", ""));
            statuses.Add($"{path} {(int)response.StatusCode}");
            Assert.DoesNotContain(response.Headers, h => h.Value.Any(v => v.Contains("canary", StringComparison.Ordinal)));
        }

        Assert.True(statuses.Exists(s => s.EndsWith(" 303", StringComparison.Ordinal)), $"nothing was redirected: {string.Join(", ", statuses)}");
        Assert.NotEmpty(said);
        Assert.All(said, text => Assert.DoesNotContain("canary", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task S_6_Key_of_a_query_is_in_no_line_of_the_loudest_log()
    {
        await using var installation = await Installation.CreateAsync("m");
        await using var server = await installation.ServeAsync(environment: new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Trace", ["Logging__LogLevel__Gantry"] = "Trace" });
        foreach (var protocol in ClientCall.Protocols)
        {
            var call = ClientCall.Ask(protocol, "m", stream: false);
            foreach (var key in (string[])[TestGateway.Key, Ours])
            {
                using var answer = await installation.Http.PostAsync(
                    new Uri(server.Address, $"{call.Path}?key={key}"), new StringContent(call.Body, System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
                Assert.Equal(key == Ours ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, answer.StatusCode);
            }
        }

        server.Signal(GantryProcess.Terminate);
        await server.ExitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("dbug", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(TestGateway.Key, server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", server.Output, StringComparison.Ordinal);
    }

    private static Task<TestGateway> StartAsync() => TestGateway.StartAsync(
        new Gantry.Relay.RelayLimits { Attempts = 1 },
        simulator => "settings: {active_probes: false}\n" + TestGateway.Configuration(simulator, ["m"])
            + $"      - {{name: ours, secret: {Ours}, groups: [all]}}\n      - {{name: second, secret: {Second}, groups: [all]}}\n");

    private static Task<int> PresentAsync(TestGateway gateway, string protocol, params (string Way, string Key)[] keys)
    {
        var call = Call.Of(protocol, "m");
        var query = keys.Where(k => k.Way == "query").Select(k => $"?key={k.Key}");
        // An empty one keeps the rig from adding its own.
        var headers = keys.Where(k => k.Way != "query").Select(k => (k.Way, k.Way == "authorization" ? $"Bearer {k.Key}" : k.Key)).Append(("x-goog-api-key", ""));
        return StatusAsync(gateway, call with { Path = call.Path + string.Concat(query) }, [.. headers]);
    }

    private static async Task<int> StatusAsync(TestGateway gateway, Call call, params (string Name, string Value)[] headers)
    {
        using var response = await call.SendAsync(gateway, headers);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if ((int)response.StatusCode == 400) Assert.Contains("two different", JsonDocument.Parse(text).RootElement.ToString(), StringComparison.Ordinal);
        return (int)response.StatusCode;
    }
}
