using System.Text.Json;
using Gantry.Simulator;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Routed;

/// <summary>A session stays where its prompt is cached, and moves once when that place fails. The upstream's own count of cached tokens is the witness.</summary>
public sealed class SessionTests(ITestOutputHelper output)
{
    private const int Turns = 20;
    private const int FailsAt = 10;

    public static TheoryData<string, string> Sessions() =>
        new(from client in (string[])["messages-header", "messages-metadata", "responses", "chat", "gemini"] from fault in (string[])["500", "401", "429-ra60", "errorbefore"] select (client, fault));

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task Session_of_twenty_turns_stays_with_one_credential_until_that_fails_and_moves_once(string client, string fault)
    {
        await using var fleet = await StartAsync();
        var places = new List<string>();
        var cached = new List<long>();
        for (var turn = 1; turn <= Turns; turn++)
        {
            if (turn == FailsAt) fleet.Simulator.Scripts.Enqueue(new Script { As = $"sim-text-fault-{fault}" });
            fleet.Simulator.Record.Clear();

            var reply = await AskAsync(fleet, client, "the session", turn);

            Assert.True((int)reply.Status == 200, reply.Body);
            Assert.Equal(turn == FailsAt ? 2 : 1, fleet.Asked.Count);
            var served = fleet.Asked[^1];
            places.Add($"{served.Model} {served.Credential}");
            cached.Add(served.ClaimedUsage!.Value.CacheRead);
            if (turn == FailsAt) Assert.Equal(places[^2], $"{fleet.Asked[0].Model} {fleet.Asked[0].Credential}");
        }

        output.WriteLine($"{client}, {fault}: {places[0]} -> {places[^1]}; cached {string.Join(' ', cached)}");
        Assert.Equal(1, places.Zip(places.Skip(1)).Count(pair => pair.First != pair.Second));
        Assert.NotEqual(places[FailsAt - 2], places[FailsAt - 1]);

        // A place knows nothing of a prompt the first time, and all but the newest turn ever after.
        Assert.All(cached.Index(), turn => Assert.Equal(turn.Index is not (0 or FailsAt - 1), turn.Item > 0));
        Assert.True(cached[^1] > cached[FailsAt] && cached[FailsAt] > 0);
        await fleet.CloseBooksAsync(Turns);
        Assert.Equal(cached, await fleet.RowsAsync<long>("SELECT cache_read FROM usage_records ORDER BY started_at"));
    }

    [Theory]
    [InlineData("messages-header")]
    [InlineData("messages-metadata")]
    [InlineData("responses")]
    [InlineData("chat")]
    [InlineData("gemini")]
    public async Task Sessions_spread_over_all_credentials_and_each_stays_with_its_own(string client)
    {
        await using var fleet = await StartAsync();
        for (var turn = 1; turn <= 2; turn++)
        {
            for (var session = 0; session < 60; session++) Assert.Equal(200, (int)(await AskAsync(fleet, client, $"session {session}", turn)).Status);
        }

        var places = fleet.Asked.Select(e => $"{e.Model} {e.Credential}").ToList();
        var shares = places.Take(60).CountBy(place => place).ToDictionary();
        output.WriteLine(string.Join(", ", shares.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}")));
        Assert.Equal(places.Take(60), places.Skip(60));
        Assert.Equal(6, shares.Count);
        // Sixty throws of a die: one in ten thousand runs has a side that never came, and one in a million one above 25.
        Assert.All(shares.Values, share => Assert.InRange(share, 1, 25));
        Assert.All(fleet.Asked.Skip(60), e => Assert.True(e.ClaimedUsage!.Value.CacheRead > 0));
    }

    private static Task<Fleet> StartAsync() => Fleet.StartAsync(
        url => $$$"""
            {{{Fleet.Upstreams(url, ("a", ["key-a1-0123456789", "key-a2-0123456789"]), ("b", ["key-b1-0123456789", "key-b2-0123456789"]), ("c", ["key-c1-0123456789", "key-c2-0123456789"]))}}}
            models: [{id: m, price: {input: 3, output: 15, cache_read: 0.3}}]
            groups: [{name: all, deployments: [{model: m, upstream: a, upstream_model: sim-text-b1}, {model: m, upstream: b, upstream_model: sim-text-b2}, {model: m, upstream: c, upstream_model: sim-text-b3}]}]
            accounts: [{email: test@example.com, credit: 1000, keys: [{name: test, secret: {{{TestGateway.Key}}}, groups: [all]}]}]
            """,
        new SimulatorOptions { CachesPrompts = true });

    /// <summary>One more turn of a transcript that grows; every other one streamed.</summary>
    private static Task<Fleet.Reply> AskAsync(Fleet fleet, string client, string session, int turn)
    {
        var stream = turn % 2 == 0;
        var told = Enumerable.Range(1, (2 * turn) - 1).Select(at => (User: at % 2 == 1, Text: at == 1 ? $"{session}: begin" : $"line {at} of the conversation")).ToList();
        object Chat(string assistant = "assistant") => told.Select(line => new { role = line.User ? "user" : assistant, content = line.Text });
        ClientCall call = client switch
        {
            "messages-header" => new("messages", "/v1/messages", Json(new { model = "m", max_tokens = 100, stream, system = "be brief", messages = Chat() }), stream),
            "messages-metadata" => new("messages", "/v1/messages", Json(new { model = "m", max_tokens = 100, stream, metadata = new { user_id = UserId(session) }, messages = Chat() }), stream),
            "responses" => new("responses", "/v1/responses", Json(new { model = "m", stream, prompt_cache_key = session, input = Chat() }), stream),
            "chat" => new("chat", "/v1/chat/completions", Json(new { model = "m", stream, messages = Chat() }), stream),
            _ => new("gemini", $"/v1beta/models/m:{(stream ? "streamGenerateContent?alt=sse" : "generateContent")}", Json(new { contents = told.Select(line => new { role = line.User ? "user" : "model", parts = (object[])[new { text = line.Text }] }) }), stream),
        };
        return fleet.AskAsync(call, client == "messages-header" ? [("x-claude-code-session-id", session)] : []);
    }

    private static string UserId(string session) => $"user_{new string('0', 64)}_account__session_{new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(session)).AsSpan(0, 16))}";

    private static string Json(object body) => JsonSerializer.Serialize(body);
}
