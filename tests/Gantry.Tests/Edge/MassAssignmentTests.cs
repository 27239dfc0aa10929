using System.Text;
using System.Text.Json;
using Gantry.Tests.Relay.Face;
using Gantry.Tests.Relay.Money;
using Xunit;

namespace Gantry.Tests.Edge;

public sealed class MassAssignmentTests
{
    /// <summary>What a client would like to set (reliability S-31).</summary>
    private const string Wishes = """
        "role":"owner","is_admin":true,"balance":"1000000","available":"1000000","credit_nanos":1000000000000,"multiplier":"0","multiplier_ppm":0,"owner_id":"0190a000-0000-7000-8000-000000000000",
        "account_id":"0190a000-0000-7000-8000-000000000000","wallet_id":"0190a000-0000-7000-8000-000000000000","price":{"free":true},"free":true,"group":"vip","groups":["vip"],"spend_cap":null,"expires_at":null,"disabled":false
        """;

    private static readonly Dictionary<string, string> Shapes = new(StringComparer.Ordinal)
    {
        ["/v1/wallet"] = "available currency debt object reserved total",
        ["/v1/usage"] = "currency data from group_by object to total",
        ["/v1/route/health"] = "data object",
    };

    [Fact]
    public async Task S_31_Members_that_are_nobodys_to_set_take_no_effect()
    {
        await using var bank = await Bank.OpenAsync("5", "input: 1, output: 1", ["m"]);
        var before = await StateAsync(bank);
        Assert.True(Wishes.Split("\":").Length > 15);
        string[] posts = ["/v1/wallet/redeem", "/v1/wallet/checkout", "/v1/route/explain", "/v1/quote"];
        foreach (var path in posts)
        {
            var own = path.EndsWith("quote", StringComparison.Ordinal) || path.EndsWith("explain", StringComparison.Ordinal)
                ? "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]" : "\"code\":\"AAAA-BBBB\",\"amount\":\"10.00\"";
            using var answer = await bank.Gateway.SendAsync(HttpMethod.Post, path, new StringContent($"{{{own},{Wishes}}}", Encoding.UTF8, "application/json"));
            Assert.True((int)answer.StatusCode is < 500 or 501 or 503, $"{path}: {answer.StatusCode}");
        }

        var query = "?role=owner&is_admin=true&balance=1000000&account_id=0190a000-0000-7000-8000-000000000000&owner_id=1&multiplier=0&group=vip";
        foreach (var path in (string[])["/v1/wallet", "/v1/usage", "/v1/usage/export", "/v1/route/health", "/v1/models"])
        {
            using var answer = await bank.Gateway.SendAsync(HttpMethod.Get, path + query, null);
            Assert.Equal(200, (int)answer.StatusCode);
        }

        Assert.Equal(before, await StateAsync(bank));
    }

    [Fact]
    public async Task S_31_Request_with_such_members_is_charged_as_any_other()
    {
        await using var bank = await Bank.OpenAsync("5", "input: 1, output: 1", ["sim-text-n5-usage-in100-out50"]);
        const string model = "sim-text-n5-usage-in100-out50";
        foreach (var more in new[] { "", "," + Wishes })
        {
            using var answer = await Call.Of("chat", model, more: more).SendAsync(bank.Gateway);
            Assert.Equal(200, (int)answer.StatusCode);
        }

        var rows = await bank.Gateway.UsageAsync(2);
        Assert.All(rows, row => Assert.Equal("all", row.GroupName));
        Assert.Equal((rows[0].UncachedInput, rows[0].Output), (rows[1].UncachedInput, rows[1].Output));
    }

    [Fact]
    public async Task S_31_Answers_have_their_own_members_and_none_of_the_tables()
    {
        await using var bank = await Bank.OpenAsync("5", "input: 1, output: 1", ["m"]);
        foreach (var (path, members) in Shapes)
        {
            using var answer = await bank.Gateway.SendAsync(HttpMethod.Get, path, null);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            Assert.Equal(members, string.Join(' ', json.RootElement.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)));
        }
    }

    private static async Task<string> StateAsync(Bank bank) => string.Join('\n', await Tables.DumpAsync(bank.Gateway.Database, "accounts", "api_keys", "model_groups", "wallets", "ledger_lines", "redemption_codes", "redemptions", "payment_orders"));
}
