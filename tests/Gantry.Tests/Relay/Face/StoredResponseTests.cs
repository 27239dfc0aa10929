using System.Text.Json;
using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay.Face;

public sealed class StoredResponseTests
{
    private const string Stranger = "sk-stranger-key-0123456789abcdef";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Response_is_read_listed_cancelled_and_deleted_by_its_account_alone(bool stream)
    {
        await using var gateway = await TestGateway.StartAsync(new RelayLimits(), url => FaceConfiguration.One(FaceConfiguration.Local(url)) + $$"""

              - email: stranger@example.com
                keys:
                  - {name: stranger, secret: {{Stranger}}, groups: [all]}
            """);
        var id = await MakeAsync(gateway, stream);
        (string Method, string Path, int Status)[] calls =
        [
            ("GET", $"/v1/responses/{id}", 200),
            ("GET", $"/v1/responses/{id}/input_items?limit=5", 200),
            // The simulator, as the vendor, cancels only what runs in the background.
            ("POST", $"/v1/responses/{id}/cancel", 400),
            ("DELETE", $"/v1/responses/{id}", 200),
        ];
        foreach (var (method, path, status) in calls)
        {
            using var foreign = await gateway.SendAsync(new HttpMethod(method), path, null, ("authorization", $"Bearer {Stranger}"));
            Assert.Equal(404, (await Told.ReadAsync("responses", foreign)).Status);
            using var own = await gateway.SendAsync(new HttpMethod(method), path, null);
            Assert.Equal(status, (int)own.StatusCode);
            Assert.Equal((method, path), (gateway.Simulator.Record.Exchanges[^1].Method, gateway.Simulator.Record.Exchanges[^1].Target));
        }

        using var unknown = await gateway.SendAsync(HttpMethod.Get, "/v1/responses/resp_none", null);
        Assert.Equal(404, (await Told.ReadAsync("responses", unknown)).Status);
        Assert.Equal(5, gateway.Simulator.Record.Exchanges.Count);

        // What was paid for once is not counted again when it is read.
        var rows = await gateway.UsageAsync(10);
        Assert.Single(rows, row => row.Output > 0);
    }

    [Fact]
    public async Task Response_can_be_read_the_moment_its_id_is_seen()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        for (var i = 0; i < 100; i++)
        {
            using var read = await gateway.SendAsync(HttpMethod.Get, $"/v1/responses/{await MakeAsync(gateway, stream: i % 2 == 0)}", null);
            Assert.Equal(200, (int)read.StatusCode);
        }
    }

    [Fact]
    public async Task Response_is_continued_with_the_credential_that_made_it()
    {
        await using var gateway = await TestGateway.StartAsync(new RelayLimits(), url => FaceConfiguration.One(
            $"base_url: \"{url}\", api_keys: [upstream-key-one-0123456789, upstream-key-two-0123456789], allow_private_network: true"));
        var makers = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 4 || (makers.Count < 2 && i < 40); i++)
        {
            var id = await MakeAsync(gateway, stream: i % 2 == 0, session: $"session-{i}");
            var made = Credential();
            makers.Add(made);
            for (var j = 0; j < 2; j++)
            {
                using var next = await gateway.PostAsync("/v1/responses", $$"""{"model":"m","previous_response_id":"{{id}}","input":"x"}""");
                Assert.Equal(200, (int)next.StatusCode);
                Assert.Equal(made, Credential());
            }
        }

        Assert.Equal(2, gateway.Simulator.Record.Exchanges.Select(Of).Distinct().Count());

        string Credential() => Of(gateway.Simulator.Record.Exchanges[^1]);

        static string Of(Gantry.Simulator.Recording.RecordedExchange exchange) => exchange.Headers.Single(header => header.Key.Equals("authorization", StringComparison.OrdinalIgnoreCase)).Value;
    }

    private static async Task<string> MakeAsync(TestGateway gateway, bool stream, string session = "one")
    {
        using var response = await Call.Of("responses", "m", stream).SendAsync(gateway, ("session-id", session));
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (!stream)
        {
            return JsonElement.Parse(body).GetProperty("id").GetString()!;
        }

        var created = body.Split('\n').First(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..];
        return JsonElement.Parse(created).GetProperty("response").GetProperty("id").GetString()!;
    }
}
