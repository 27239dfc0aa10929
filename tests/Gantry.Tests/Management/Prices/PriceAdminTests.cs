using System.Text.Json;
using Gantry.Audit;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Xunit;

namespace Gantry.Tests.Management.Prices;

/// <summary>The list of all prices, and published lists that are held against it, through the API.</summary>
public sealed class PriceAdminTests(PriceAdminTests.Running running) : IClassFixture<PriceAdminTests.Running>
{
    private ManageGateway Gateway => running.Gateway;

    [Fact]
    public async Task List_tells_what_is_in_force_what_comes_and_begins_with_what_has_no_price()
    {
        await Gateway.ExpectAsync(201, "POST", "models", ManageGateway.Owner, """{"id":"zz-unpriced"}""");
        await Gateway.ExpectAsync(201, "POST", "models", ManageGateway.Owner, """{"id":"aa-priced","price":{"input":"3.00","output":"15.00","cache_read":"0.30","request":"0.01","tiers":{"flex":{"input":"1.50","output":"7.50"}}}}""");
        await Gateway.ExpectAsync(200, "PATCH", "models/aa-priced/prices", ManageGateway.Owner, """{"prices":[{"from":"2090-01-01T00:00:00Z","price":{"input":"9.00","output":"9.00"}}]}""");
        var list = (await Gateway.ExpectAsync(200, "GET", "prices?limit=200", ManageGateway.Admin)).GetProperty("data").EnumerateArray().ToList();
        var without = list.TakeWhile(p => p.GetProperty("price_version").ValueKind == JsonValueKind.Null).Select(p => p.GetProperty("model").GetString()).ToList();
        Assert.Contains("zz-unpriced", without);
        Assert.All(list.Skip(without.Count), p => Assert.Equal(JsonValueKind.String, p.GetProperty("price_version").ValueKind));
        var priced = list.Single(p => p.GetProperty("model").GetString() == "aa-priced");
        Assert.Equal(("3.00", "15.00", "0.30", JsonValueKind.Null), (Text(priced, "input"), Text(priced, "output"), Text(priced, "cache_read"), priced.GetProperty("cache_write5m").ValueKind));
        // The request, and the class of service with its three figures.
        Assert.Equal(4, priced.GetProperty("others").GetInt32());
        Assert.Equal(("9.00", "2090-01-01"), (Text(priced.GetProperty("next"), "input"), Text(priced.GetProperty("next"), "valid_from")![..10]));
        Assert.True(list.Single(p => p.GetProperty("model").GetString() == "n").GetProperty("free").GetBoolean());

        // The parts of a list add up to it, over the end of those without a price as well.
        var parts = new List<string?>();
        for (string? after = ""; after is not null;)
        {
            var part = await Gateway.ExpectAsync(200, "GET", $"prices?limit=1{(after.Length > 0 ? $"&after={after}" : "")}", ManageGateway.Admin);
            parts.Add(Text(part.GetProperty("data")[0], "model"));
            after = part.GetProperty("next").GetString();
        }

        Assert.Equal(list.Select(p => p.GetProperty("model").GetString()), parts);
    }

    [Fact]
    public async Task List_is_compared_without_writing_and_taken_in_one_edit_with_its_audit_entry()
    {
        foreach (var (id, price) in new[] { ("imp-changed", """{"input":"3.00","output":"15.00"}"""), ("imp-same", """{"input":"1.00"}"""), ("imp-unlisted", """{"input":"1.00"}"""), ("imp-zero", """{"input":"1.00"}"""), ("imp-dear", """{"input":"1.00"}""") })
            await Gateway.ExpectAsync(201, "POST", "models", ManageGateway.Owner, $$"""{"id":"{{id}}","price":{{price}}}""");
        await Gateway.ExpectAsync(201, "POST", "models", ManageGateway.Owner, """{"id":"imp-added","aliases":["imp-also"]}""");
        const string List =
            """
            {"imp-changed": {"litellm_provider": "x", "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1.6e-05},
             "imp-same": {"litellm_provider": "x", "input_cost_per_token": 1e-06},
             "imp-zero": {"litellm_provider": "x", "input_cost_per_token": 0.0},
             "imp-dear": {"litellm_provider": "x", "input_cost_per_token": 5000},
             "imp-also": {"litellm_provider": "x", "input_cost_per_token": 4e-06},
             "imp-foreign": {"litellm_provider": "x", "input_cost_per_token": 4e-06}}
            """;
        var before = (await Gateway.RowsAsync()).Version;
        using var shown = await Gateway.SendAsync("POST", "prices/import", ManageGateway.Owner, Body(List));
        var view = JsonElement.Parse(await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(before, (await Gateway.RowsAsync()).Version);
        Assert.Equal("litellm", Text(view, "format"));
        var lines = view.GetProperty("models").EnumerateArray().ToDictionary(l => Text(l, "model")!);
        Assert.Equal(("added", "changed", "unchanged", "refused", "refused"), (Text(lines["imp-added"], "state"), Text(lines["imp-changed"], "state"), Text(lines["imp-same"], "state"), Text(lines["imp-zero"], "state"), Text(lines["imp-dear"], "state"))!);
        Assert.Equal("imp-also", Text(lines["imp-added"], "listed_as"));
        Assert.Equal(
            ["input 3.00 2.50 -16.66", "output 15.00 16.00 6.66"],
            lines["imp-changed"].GetProperty("differences").EnumerateArray().Select(d => $"{Text(d, "name")} {Text(d, "old")} {Text(d, "new")} {Text(d, "percent")}"));
        Assert.Contains("nobody knows", lines["imp-zero"].GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("more than $1000", lines["imp-dear"].GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("imp-unlisted", view.GetProperty("not_listed").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal((1, "imp-foreign"), (view.GetProperty("unknown_count").GetInt32(), view.GetProperty("unknown")[0].GetString()));

        // What cannot be taken is told with its place, and nothing of the rest is written.
        var problem = await Gateway.ExpectAsync(400, "POST", "prices/import", ManageGateway.Owner, Body(List, "imp-changed", "imp-dear", "imp-same", "imp-unlisted"));
        Assert.Equal(["models[1]", "models[2]", "models[3]"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        Assert.Equal(before, (await Gateway.RowsAsync()).Version);

        // Somebody was faster.
        var tag = shown.Headers.ETag!.Tag;
        await Gateway.ExpectAsync(200, "PATCH", "models/imp-same/prices", ManageGateway.Owner, """{"price":{"input":"1.50"}}""");
        await Gateway.ExpectAsync(412, "POST", "prices/import", ManageGateway.Owner, Body(List, "imp-changed"), ("If-Match", tag));
        using var again = await Gateway.SendAsync("POST", "prices/import", ManageGateway.Owner, Body(List));
        tag = again.Headers.ETag!.Tag;
        // Of another list the tag says nothing.
        await Gateway.ExpectAsync(412, "POST", "prices/import", ManageGateway.Owner, Body(List.Replace("2.5e-06", "2.6e-06", StringComparison.Ordinal), "imp-changed"), ("If-Match", tag));
        var version = (await Gateway.RowsAsync()).Version;
        var done = await Gateway.ExpectAsync(200, "POST", "prices/import", ManageGateway.Owner, Body(List, "imp-changed", "imp-added"), ("If-Match", tag));
        Assert.Equal(["imp-added", "imp-changed"], done.GetProperty("models").EnumerateArray().Where(l => l.GetProperty("written").GetBoolean()).Select(l => Text(l, "model")));
        var rows = await Gateway.RowsAsync();
        Assert.Equal(version + 1, rows.Version);
        Assert.Equal(("2.50", "import", "1.50"), (Price(rows, "imp-changed"), rows.Models.Single(m => m.Id == "imp-changed").PriceFrom, Price(rows, "imp-same")));
        var entries = (await Gateway.Service<IAuditLog>().ReadAsync(new AuditQuery { Limit = 500 }, TestContext.Current.CancellationToken)).Where(e => e.ToString().Contains("price.import", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, entries.Count(e => e.ToString().Contains("imp-", StringComparison.Ordinal)));
        Assert.Equal("import", (await Gateway.Service<IPriceStore>().CurrentAsync(TestContext.Current.CancellationToken)).Single(v => v.Model == "imp-added").Source);
    }

    [Fact]
    public async Task Price_for_later_is_planned_and_compared_with_what_holds_then()
    {
        await Gateway.ExpectAsync(201, "POST", "models", ManageGateway.Owner, """{"id":"lat-er","price":{"input":"3.00"}}""");
        await Gateway.ExpectAsync(200, "PATCH", "models/lat-er/prices", ManageGateway.Owner, """{"prices":[{"from":"2090-01-01T00:00:00Z","price":{"input":"5.00"}},{"from":"2091-01-01T00:00:00Z","price":{"input":"6.00"}}]}""");
        const string List = """{"lat-er": {"litellm_provider": "x", "input_cost_per_token": 4e-06}}""";
        var body = $$"""{"text":{{JsonSerializer.Serialize(List)}},"from":"2090-06-01T00:00:00Z","models":["lat-er"]}""";
        var line = (await Gateway.ExpectAsync(200, "POST", "prices/import", ManageGateway.Owner, body)).GetProperty("models")[0];
        Assert.Equal(("5.00", "4.00"), (Text(line.GetProperty("differences")[0], "old"), Text(line.GetProperty("differences")[0], "new")));
        Assert.Contains("2091-01-01 00:00 UTC", line.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
        var row = (await Gateway.RowsAsync()).Models.Single(m => m.Id == "lat-er");
        Assert.Equal(["5.00", "4.00", "6.00"], row.Prices.Select(p => DecimalText.Format(p.Price.Input!.Value, DecimalText.Nano, 2)));
        Assert.Equal("3.00", DecimalText.Format(row.Price!.Input!.Value, DecimalText.Nano, 2));
        Assert.Contains("has passed", (await Gateway.ExpectAsync(400, "POST", "prices/import", ManageGateway.Owner, body.Replace("2090-06", "2020-06", StringComparison.Ordinal))).GetProperty("errors").GetProperty("from")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text":"not json"}""", "text")]
    [InlineData("""{"text":"{}"}""", "text")]
    [InlineData("""{"text":"{}","format":"csv"}""", "format")]
    [InlineData("""{"text":"{\"x\":{\"models\":[]}}"}""", "text")]
    public async Task What_is_no_list_is_refused_at_its_field(string body, string field) =>
        Assert.Equal(field, Assert.Single((await Gateway.ExpectAsync(400, "POST", "prices/import", ManageGateway.Owner, body)).GetProperty("errors").EnumerateObject()).Name);

    private static string Body(string list, params string[] models) => $$"""{"text":{{JsonSerializer.Serialize(list)}},"models":{{JsonSerializer.Serialize(models)}}}""";

    private static string? Text(JsonElement view, string name) => view.GetProperty(name).GetString();

    private static string Price(CatalogRows rows, string model) => DecimalText.Format(rows.Models.Single(m => m.Id == model).Price!.Input!.Value, DecimalText.Nano, 2);

    public sealed class Running : IAsyncLifetime
    {
        internal ManageGateway Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await ManageGateway.StartAsync();

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
