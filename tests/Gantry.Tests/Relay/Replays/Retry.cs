using System.Net;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Replays;

/// <summary>What came of one try under a key.</summary>
internal sealed record Retry(HttpStatusCode Status, string Body, bool IsReplay, string? Original, string? Cost, string RequestId, string? ShouldRetry, string? ContentType)
{
    public const string Header = "Idempotency-Key";

    public static async Task<Retry> SendAsync(TestGateway gateway, ClientCall call, string key, params (string Name, string Value)[] more)
    {
        using var response = await gateway.PostAsync(call.Path, call.Body, [(Header, key), .. more]);
        return await ReadAsync(response);
    }

    public static async Task<Retry> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Retry(
            response.StatusCode,
            body,
            Find(response, "x-gantry-idempotent-replay") == "true",
            Find(response, "x-gantry-original-request-id"),
            Find(response, "x-gantry-cost"),
            Find(response, "x-request-id")!,
            Find(response, "x-should-retry"),
            response.Content.Headers.ContentType?.ToString());
    }

    private static string? Find(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.TrailingHeaders.TryGetValues(name, out values) ? values.Single() : null;
}
