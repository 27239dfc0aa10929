using System.Globalization;
using System.Net;
using System.Text.Json;
using Gantry.Tests.Billing.Exports;
using Gantry.Tests.Relay.Money;
using Xunit;

namespace Gantry.Tests.Owner;

public sealed class UsageExportEndpointTests
{
    [Fact]
    public async Task Owner_of_a_key_gets_every_request_of_the_account_with_its_bill()
    {
        await using var bank = await Bank.OpenAsync("5.00", "input: 3.00, output: 15.00", ["echo"]);
        for (var i = 0; i < 3; i++) (await bank.ChatAsync("echo", stream: false)).EnsureSuccessStatusCode();
        var charges = await bank.ChargesAsync(3);

        using var answer = await bank.Gateway.SendAsync(HttpMethod.Get, "/v1/usage/export", null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("usage-19700101-", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var rows = CsvReading.Rows(text);
        Assert.Equal(charges.Select(c => c.RequestId), rows.Select(r => r["request_id"]));
        Assert.Equal(charges.Select(c => c.ChargedNanos), rows.Select(r => long.Parse(r["charged"].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)));
        Assert.All(rows, row => Assert.Equal(("3.000000000", "15.000000000", "usage"), (row["price_input"], row["price_output"], row["charge_reason"])));
        Assert.DoesNotContain("upstream", rows[0].Keys);

        using var lines = await bank.Gateway.SendAsync(HttpMethod.Get, "/v1/usage/export?format=jsonl&from=2020-01-01&to=2100-01-01T00:00:00Z&model=echo", null);
        var json = (await lines.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(charges.Select(c => c.RequestId), json.Select(line => JsonElement.Parse(line).GetProperty("request_id").GetString()));
        using var own = await bank.Gateway.SendAsync(HttpMethod.Get, "/v1/usage/export?format=jsonl&key=own", null);
        Assert.Equal(3, (await own.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        using var strangers = await bank.Gateway.SendAsync(HttpMethod.Get, $"/v1/usage/export?format=jsonl&key={Guid.Empty}", null);
        Assert.Equal("", await strangers.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var none = await bank.Gateway.SendAsync(HttpMethod.Get, "/v1/usage/export?format=jsonl&to=2020-01-01", null);
        Assert.Equal("", await none.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("format=xml", "format")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=1753", "to")]
    [InlineData("key=me", "key")]
    public async Task Wrong_parameter_is_named(string query, string parameter)
    {
        await using var bank = await Bank.OpenAsync("5.00", "input: 3.00, output: 15.00", ["echo"]);
        using var answer = await bank.Gateway.SendAsync(HttpMethod.Get, $"/v1/usage/export?{query}", null);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).GetProperty("error");
        Assert.Equal(parameter, error.GetProperty("param").GetString());
    }

    [Fact]
    public async Task Stranger_gets_nothing_and_nobody_may_write()
    {
        await using var bank = await Bank.OpenAsync("5.00", "input: 3.00, output: 15.00", ["echo"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await bank.Gateway.SendAsync(HttpMethod.Get, "/v1/usage/export", null, ("x-api-key", "sk-nobody"))).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await bank.Gateway.SendAsync(HttpMethod.Post, "/v1/usage/export", null)).StatusCode);
    }
}
