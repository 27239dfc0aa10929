using System.Text.Json.Nodes;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Simulator;
using Xunit;

namespace Gantry.Tests.Relay.Routed;

/// <summary>Which model serves a name, and at which price: maps and routes of keys, virtual models, groups that are on their way out.</summary>
public sealed class NamedModelTests
{
    private const string Routed = "sk-routed-key-0123456789abcdef";
    private const string Mapped = "sk-mapped-key-0123456789abcdef";
    private const string Smart = "sk-smart-key-0123456789abcdef";
    private const string Old = "sk-old-key-0123456789abcdef";
    private const string Gone = "sk-gone-key-0123456789abcdef";

    /// <summary>Captured requests of Claude Code, by what each is for.</summary>
    [Theory]
    [InlineData("001", Routed, "at-think")]
    [InlineData("009", Routed, "at-think")]
    [InlineData("011", Routed, "at-background")]
    [InlineData("015", Routed, "at-usual")]
    [InlineData("025", Routed, "at-subagent")]
    [InlineData("028", Routed, "at-search")]
    [InlineData("001", Mapped, "at-usual")]
    [InlineData("011", Mapped, "at-background")]
    [InlineData("012", Mapped, "at-search")]
    public async Task Requests_of_Claude_Code_reach_the_model_that_the_key_has_for_them(string capture, string key, string upstreamModel)
    {
        var captured = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Shared.Folder("captures/claude-code"), capture + ".json"), TestContext.Current.CancellationToken))!;
        await using var fleet = await StartAsync();

        var reply = await fleet.AskAsync(Call(captured, captured["body"]!), Headers(captured, key));

        Assert.True((int)reply.Status == 200, reply.Body);
        Assert.EndsWith("event: message_stop", reply.Body[..reply.Body.LastIndexOf('\n', reply.Body.Length - 3)], StringComparison.Ordinal);
        Assert.Equal(upstreamModel, Assert.Single(fleet.Asked).Model);
        await fleet.CloseBooksAsync(1);
        Assert.Equal(upstreamModel, Assert.Single((await fleet.BilledAsync()).Values).UpstreamModel);
    }

    [Fact]
    public async Task Long_prompt_of_Claude_Code_goes_to_the_model_for_those()
    {
        var captured = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Shared.Folder("captures/claude-code"), "001.json"), TestContext.Current.CancellationToken))!;
        await using var fleet = await StartAsync();
        captured["body"]!["messages"]!.AsArray().Insert(0, new JsonObject { ["role"] = "user", ["content"] = string.Join(' ', Enumerable.Range(0, 100_000)) });

        Assert.Equal(200, (int)(await fleet.AskAsync(Call(captured, captured["body"]!), Headers(captured, Routed))).Status);

        Assert.Equal("at-long", Assert.Single(fleet.Asked).Model);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("gemini")]
    public async Task Virtual_model_falls_to_its_second_model_and_bills_that(string protocol)
    {
        await using var fleet = await StartAsync();
        var call = ClientCall.Ask(protocol, "smart", stream: protocol is "chat" or "gemini");
        foreach (var (fault, model, input, output) in ((string?, string, int, int)[])[(null, "at-usual", 3_000, 15_000), ("500", "at-long", 700, 1_900)])
        {
            fleet.Simulator.Record.Clear();
            if (fault is not null) fleet.Simulator.Scripts.Enqueue(new Script { Model = "at-usual", As = $"sim-text-fault-{fault}" });

            var reply = await fleet.AskAsync(call, Bearer(Smart));

            Assert.Equal(200, (int)reply.Status);
            var served = fleet.Asked[^1];
            Assert.Equal((model, fault is null ? 1 : 2), (served.Model, fleet.Asked.Count));
            await fleet.CloseBooksAsync(fault is null ? 1 : 2);
            var bill = (await fleet.BilledAsync())[reply.RequestId];
            var usage = served.ClaimedUsage!.Value;
            Assert.Equal((model, (usage.UncachedInput * input) + (usage.Output * output)), (bill.UpstreamModel, bill.ChargedNanos));
        }
    }

    [Theory]
    [InlineData("chat", 403)]
    [InlineData("responses", 403)]
    [InlineData("messages", 403)]
    [InlineData("gemini", 403)]
    public async Task Deprecated_group_says_so_and_closed_one_names_who_takes_its_place(string protocol, int status)
    {
        await using var fleet = await StartAsync();
        foreach (var stream in (bool[])[false, true])
        {
            var call = ClientCall.Ask(protocol, "usual", stream);

            var old = await fleet.AskAsync(call, Bearer(Old));
            Assert.Equal((200, "old", "use all; until March"), ((int)old.Status, old.Group, old.Deprecated));

            fleet.Simulator.Record.Clear();
            var gone = await fleet.AskAsync(call, Bearer(Gone));
            Assert.True(status == (int)gone.Status, $"{gone.Status} {gone.Body}");
            Assert.Contains("all", JsonNode.Parse(gone.Body)!["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Empty(fleet.Asked);
        }

        await fleet.CloseBooksAsync(4);
    }

    private static (string, string)[] Bearer(string key) => [("authorization", $"Bearer {key}")];

    private static ClientCall Call(JsonNode captured, JsonNode body) => new("messages", (string)captured["url"]!, body.ToJsonString(), true);

    private static (string, string)[] Headers(JsonNode captured, string key) =>
    [
        .. captured["headers"]!.AsArray()
            .Select(h => (Name: ((string)h![0]!).ToLowerInvariant(), Value: (string)h[1]!))
            .Where(h => h.Name is not ("authorization" or "x-api-key" or "content-type" or "content-length" or "host" or "connection" or "accept-encoding")),
        .. Bearer(key),
    ];

    private static Task<Fleet> StartAsync() => Fleet.StartAsync(url => $$$"""
        {{{Fleet.Upstreams(url, ("a", ["key-of-a-0123456789"]), ("b", ["key-of-b-0123456789"]))}}}
        models:
          - {id: usual, price: {input: 3, output: 15}}
          - {id: long, price: {input: 0.7, output: 1.9}}
          - {id: think, price: {input: 5, output: 25}}
          - {id: background, price: {input: 1, output: 5}}
          - {id: subagent, price: {input: 1, output: 5}}
          - {id: search, price: {input: 1, output: 5}}
        groups:
          - name: all
            virtual_models: {smart: [usual, long]}
            deployments:
              - {model: usual, upstream: a, upstream_model: at-usual}
              - {model: long, upstream: b, upstream_model: at-long}
              - {model: think, upstream: a, upstream_model: at-think}
              - {model: background, upstream: b, upstream_model: at-background}
              - {model: subagent, upstream: b, upstream_model: at-subagent}
              - {model: search, upstream: a, upstream_model: at-search}
          - {name: old, status: deprecated, replacement: all, note: until March, deployments: [{model: usual, upstream: a, upstream_model: at-usual}]}
          - {name: gone, status: closed, replacement: all, deployments: [{model: usual, upstream: a, upstream_model: at-usual}]}
        accounts:
          - email: test@example.com
            credit: 1000
            keys:
              - {name: routed, secret: {{{Routed}}}, groups: [all], routes: {default: usual, background: background, think: think, web_search: search, subagent: subagent, long_context: {model: long, above: 90000} }}
              - {name: mapped, secret: {{{Mapped}}}, groups: [all], models_map: {claude-haiku-4-5: background, "claude-*": usual, "*": search}}
              - {name: smart, secret: {{{Smart}}}, groups: [all]}
              - {name: old, secret: {{{Old}}}, groups: [old]}
              - {name: gone, secret: {{{Gone}}}, groups: [gone]}
        """);
}
