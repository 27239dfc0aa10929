using System.Text.Json;
using Gantry.Simulator;
using Gantry.Tests.Relay;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>From a credential to a served model: the list of an upstream, trials in its protocols, and offers.</summary>
public sealed class UpstreamOfferTests
{
    [Fact]
    public async Task Models_are_listed_tried_in_each_protocol_and_offered_at_once()
    {
        await using var gateway = await ManageGateway.StartAsync();
        await AddAsync(gateway, "fresh", gateway.Gateway.Simulator.BaseUrl.ToString(), TestGateway.UpstreamKey);
        var shown = await gateway.ExpectAsync(200, "GET", "upstreams/fresh", ManageGateway.Owner);
        Assert.Equal(["chat", "responses", "messages", "gemini"], shown.GetProperty("spoken").EnumerateArray().Select(word => word.GetString()));

        var list = await gateway.ExpectAsync(200, "POST", "upstreams/fresh/models", ManageGateway.Owner, "{}");
        Assert.True(list.GetProperty("works").GetBoolean(), list.GetRawText());
        var models = list.GetProperty("models").EnumerateArray().ToDictionary(model => model.GetProperty("name").GetString()!, StringComparer.Ordinal);
        Assert.NotEqual(JsonValueKind.Null, models["gpt-5-nano"].GetProperty("price").ValueKind);
        Assert.Equal("embedding", models["text-embedding-3-small"].GetProperty("kind").GetString());
        Assert.Equal(JsonValueKind.Null, models["sim-text"].GetProperty("price").ValueKind);

        // Before anything is served by it.
        var report = await gateway.ExpectAsync(200, "POST", "upstreams/fresh/test", ManageGateway.Owner, """{"model":"sim-text","every_protocol":true}""");
        Assert.Equal(["chat served 200", "responses served 200", "messages served 200", "gemini served 200"], report.GetProperty("results").EnumerateArray().Select(Told));
        await gateway.ExpectAsync(409, "POST", "upstreams/fresh/test", ManageGateway.Owner, "{}");

        var refused = await gateway.ExpectAsync(400, "POST", "upstreams/fresh/offers", ManageGateway.Owner, """{"group":"starters","models":[{"name":"gpt-5-nano"},{"name":"sim-text"}]}""");
        Assert.True(refused.GetProperty("errors").TryGetProperty("models[1].price", out _), refused.GetRawText());
        Assert.DoesNotContain((await gateway.RowsAsync()).Models, model => model.Id == "gpt-5-nano");

        const string Offer = """{"group":"starters","models":[{"name":"gpt-5-nano"},{"name":"sim-text","model":"house","price":{"free":true}}]}""";
        var made = await gateway.ExpectAsync(200, "POST", "upstreams/fresh/offers", ManageGateway.Owner, Offer);
        Assert.Equal((true, 2, 2), (made.GetProperty("group_made").GetBoolean(), made.GetProperty("models_made").GetInt32(), made.GetProperty("deployments_made").GetInt32()));
        var again = await gateway.ExpectAsync(200, "POST", "upstreams/fresh/offers", ManageGateway.Owner, Offer);
        Assert.Equal((false, 0, 0), (again.GetProperty("group_made").GetBoolean(), again.GetProperty("models_made").GetInt32(), again.GetProperty("deployments_made").GetInt32()));
        var rows = await gateway.RowsAsync();
        Assert.NotNull(rows.Models.Single(model => model.Id == "gpt-5-nano").Price);
        Assert.Equal("sim-text", rows.Deployments.Single(deployment => deployment.Model == "house").UpstreamModel);
        list = await gateway.ExpectAsync(200, "POST", "upstreams/fresh/models", ManageGateway.Owner, "{}");
        Assert.Equal("starters", list.GetProperty("models").EnumerateArray().Single(model => model.GetProperty("model").GetString() == "house").GetProperty("groups")[0].GetString());
    }

    [Fact]
    public async Task Failures_are_told_in_the_upstreams_words_and_never_with_the_credential()
    {
        await using var gateway = await ManageGateway.StartAsync();
        await AddAsync(gateway, "nowhere", "http://127.0.0.1:9", "canary-of-a-credential-1");
        await using var strict = await SimulatorServer.StartAsync(new SimulatorOptions { RequiredKey = "another-key-0123456789" }, TestContext.Current.CancellationToken);
        await AddAsync(gateway, "refused", strict.BaseUrl.ToString(), "canary-of-a-credential-2");
        foreach (var (name, outcome, status) in new[] { ("nowhere", "connect_failed", (int?)null), ("refused", "credential_refused", 401) })
        {
            var list = await gateway.ExpectAsync(200, "POST", $"upstreams/{name}/models", ManageGateway.Owner, "{}");
            var result = (await gateway.ExpectAsync(200, "POST", $"upstreams/{name}/test", ManageGateway.Owner, """{"model":"sim-text"}""")).GetProperty("results")[0];
            foreach (var told in new[] { list, result })
            {
                Assert.False(told.GetProperty("works").GetBoolean());
                Assert.Equal(outcome, told.GetProperty("outcome").GetString());
                Assert.Equal(status, told.GetProperty("status") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null);
                Assert.NotEmpty(told.GetProperty("detail").GetString()!);
                Assert.DoesNotContain("canary", told.GetRawText(), StringComparison.Ordinal);
            }
        }
    }

    private static string Told(JsonElement result) => $"{result.GetProperty("protocol").GetString()} {result.GetProperty("outcome").GetString()} {result.GetProperty("status").GetInt32()}";

    private static Task<JsonElement> AddAsync(ManageGateway gateway, string name, string address, string key) => gateway.ExpectAsync(
        201, "POST", "upstreams", ManageGateway.Owner, $$"""{"name":"{{name}}","provider":"simulator","base_url":"{{address}}","allow_private_network":true,"api_keys":["{{key}}"]}""");
}
