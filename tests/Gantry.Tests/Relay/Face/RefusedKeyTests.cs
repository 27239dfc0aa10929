using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Gantry.Catalog;
using Gantry.Catalog.Keys;
using Gantry.Relay;
using Gantry.Snapshot;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Relay.Face;

/// <summary>What a refused key learns: nothing, neither from words nor from time.</summary>
[Collection(AloneCollection.Name)]
public sealed partial class RefusedKeyTests(ITestOutputHelper output)
{
    private const string Expired = "sk-expired-key-0123456789abcdef";
    private const string Unknown = "sk-unknown-key-0123456789abcdef";
    private const string Narrow = "sk-narrow-key-0123456789abcdef";
    private const string Elsewhere = "sk-elsewhere-key-0123456789abcdef";

    private static int Tries => TestRun.IsLong ? 10_000 : 1_000;

    [Fact]
    public async Task S_4_Unknown_revoked_and_expired_keys_get_the_same_bytes_in_the_same_time()
    {
        await using var gateway = await StartAsync();
        var revoked = await RevokedAsync(gateway);
        string[] keys = [Unknown, revoked, Expired];
        foreach (var protocol in ClientCall.Protocols)
        {
            var told = new HashSet<string>(StringComparer.Ordinal);
            foreach (var key in keys) told.Add(await RefusedAsync(gateway, ClientCall.Ask(protocol, "m", stream: false), key, HttpStatusCode.Unauthorized));
            Assert.Single(told);
        }

        // In turns, so that whatever slows the machine slows all three.
        var took = keys.Select(_ => new List<double>(Tries)).ToArray();
        var call = ClientCall.Ask("chat", "m", stream: false);
        for (var i = -100; i < Tries; i++)
        {
            for (var k = 0; k < keys.Length; k++)
            {
                var which = (k + i + 300) % keys.Length;
                var start = Stopwatch.GetTimestamp();
                using var response = await gateway.PostAsync(call.Path, call.Body, ("authorization", $"Bearer {keys[which]}"));
                await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
                if (i >= 0) took[which].Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }
        }

        var medians = took.Select(times => times.Order().ElementAt(times.Count / 2)).ToArray();
        output.WriteLine(string.Join(", ", medians.Select(m => m.ToString("F0", CultureInfo.InvariantCulture))) + " µs");
        Assert.True(medians.Max() - medians.Min() <= 100, $"medians {string.Join(", ", medians)} µs");
    }

    [Fact]
    public async Task S_8_No_refusal_names_a_product_a_table_a_hash_or_a_part_of_the_key()
    {
        await using var gateway = await StartAsync();
        var revoked = await RevokedAsync(gateway);
        var calls = 0;
        foreach (var protocol in ClientCall.Protocols)
        {
            var call = ClientCall.Ask(protocol, "m", stream: false);
            foreach (var (key, status) in new[]
            {
                (Unknown, HttpStatusCode.Unauthorized), (Expired, HttpStatusCode.Unauthorized), (revoked, HttpStatusCode.Unauthorized),
                (Narrow, HttpStatusCode.Forbidden), (Elsewhere, HttpStatusCode.Forbidden),
            })
            {
                var body = await RefusedAsync(gateway, call, key, status);
                Assert.DoesNotMatch(Inside(), body);
                for (var i = 0; i + 8 <= key.Length; i++) Assert.DoesNotContain(key.Substring(i, 8), body);
                calls++;
            }
        }

        Assert.True(calls >= 12);
    }

    private static Task<TestGateway> StartAsync() => TestGateway.StartAsync(
        new RelayLimits(),
        url => "settings: {active_probes: false}\n" + FaceConfiguration.One(FaceConfiguration.Local(url), keys:
        [
            $"{{name: old, secret: {Expired}, groups: [all], expires_at: \"2020-01-01T00:00:00Z\"}}",
            $"{{name: narrow, secret: {Narrow}, groups: [all], operations: [embeddings]}}",
            $"{{name: elsewhere, secret: {Elsewhere}, groups: [all], networks: [10.9.8.0/24]}}",
        ]));

    private static async Task<string> RevokedAsync(TestGateway gateway)
    {
        var services = gateway.Host.Services;
        var desk = new KeyDesk(services.GetRequiredService<ICatalogStore>(), services.GetRequiredService<Gantry.Secrets.KeyHasher>(), TimeProvider.System);
        var issued = await desk.CreateAsync(new KeyRequest { Account = "test@example.com", Name = "gone", Groups = ["all"] }, Sample.Note, CancellationToken.None);
        await desk.RevokeAsync(issued.Row.Id.ToString(), Sample.Note, CancellationToken.None);
        var holder = services.GetRequiredService<SnapshotHolder>();
        for (var i = 0; i < 250 && !holder.Current.Keys.Values.Any(k => k.Id == issued.Row.Id); i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.True(holder.Current.Keys.Values.Single(k => k.Id == issued.Row.Id).Disabled);
        return issued.Secret;
    }

    private static async Task<string> RefusedAsync(TestGateway gateway, ClientCall call, string key, HttpStatusCode status)
    {
        using var response = await gateway.PostAsync(call.Path, call.Body, ("authorization", $"Bearer {key}"));
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        return body.Replace(response.Headers.GetValues("x-request-id").Single(), "ID", StringComparison.Ordinal);
    }

    [GeneratedRegex("gantry|sqlite|postgres|kestrel|asp\\.?net|microsoft|dapper|hash|hmac|sha-?256|table|column|select |pepper|exception|   at |sk-|[0-9a-f]{32,}(?<!\\breq_[0-9a-f]*)", RegexOptions.IgnoreCase)]
    private static partial Regex Inside();
}
