using System.Text;
using Gantry.Relay;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Face;
using Xunit;

namespace Gantry.Tests.Edge;

public sealed class SecurityHeaderTests
{
    [Fact]
    public async Task S_19_Every_endpoint_answers_with_the_headers_with_a_key_and_without()
    {
        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits { Attempts = 1 }, simulator => $"settings: {{active_probes: false, trusted_proxies: [127.0.0.0/8]}}\n{TestGateway.Configuration(simulator, ["m"])}");
        var count = 0;
        foreach (var (method, path) in Paths.All().Append(("GET", "/nobody")).Append(("OPTIONS", "/v1/messages")))
        {
            foreach (var key in new[] { TestGateway.Key, "sk-unknown-key-0123456789" })
            {
                var body = method == "POST" ? new StringContent(Call.Of(path.Contains("messages", StringComparison.Ordinal) ? "messages" : "chat", "m").Json, Encoding.UTF8, "application/json") : null;
                using var answer = await gateway.SendAsync(new HttpMethod(method), path, body, ("authorization", $"Bearer {key}"), ("x-forwarded-proto", "https"));
                Assert.Equal("nosniff", string.Join(',', answer.Headers.GetValues("x-content-type-options")));
                Assert.Equal("no-referrer", string.Join(',', answer.Headers.GetValues("referrer-policy")));
                Assert.Contains(answer.Headers.CacheControl!.ToString(), (string[])["no-store", "no-cache"]);
                Assert.Equal("max-age=31536000; includeSubDomains", string.Join(',', answer.Headers.GetValues("strict-transport-security")));
                Assert.False(answer.Headers.Contains("server") || answer.Headers.Contains("x-powered-by"));
                count++;
            }
        }

        Assert.True(count > 80, $"{count}");
    }
}
