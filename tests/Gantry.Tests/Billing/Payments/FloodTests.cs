using System.Diagnostics;
using System.Text;
using Gantry.Hosting;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Billing.Payments;

[Collection(AloneCollection.Name)]
public sealed class FloodTests(ITestOutputHelper output)
{
    private const int Posts = 20_000;
    private const int AtOnce = 16;
    private const int InOneWrite = 25;
    private const int PerSecond = 10_000;
    private const int WarmUps = 24;
    private const long MostGrowth = 16 * 1024 * 1024;

    [Fact]
    public async Task P_6_Ten_thousand_unsigned_posts_a_second_and_bodies_of_100_MB_cost_no_memory_and_few_log_lines()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Memory is read from /proc.");
        await using var server = await PaymentServer.StartAsync();
        var body = new string('x', 2000);
        // The youngest generation first grows to what suits the processor's cache: on large machines 100 MB, whatever is served.
        for (var i = 0; i < WarmUps; i++) await FloodAsync(server, body, Posts, perSecond: int.MaxValue);
        await LargeAsync(server);
        var before = server.Process.ResidentBytes;
        var written = server.Process.Output.Length;
        var since = Stopwatch.GetTimestamp();
        await FloodAsync(server, body, Posts, PerSecond);
        var rate = Posts / Stopwatch.GetElapsedTime(since).TotalSeconds;
        for (var i = 0; i < AtOnce; i++) await LargeAsync(server);
        var growth = server.Process.ResidentBytes - before;
        var lines = server.Process.Output[written..].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        output.WriteLine($"{growth / 1024} KiB more after {Posts} posts at {rate:0}/s and {AtOnce} large bodies, {lines.Length} log lines");
        Assert.InRange(rate, 0.9 * PerSecond, double.MaxValue);
        Assert.InRange(growth, long.MinValue, MostGrowth);
        Assert.All(lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 1024));
        Assert.InRange(lines.Length, 0, 20);
        Assert.DoesNotContain("xxxx", server.Process.Output, StringComparison.Ordinal);
        Assert.Equal(0L, (await PaymentRig.RowsAsync<long>(server.Database, "SELECT COUNT(*) FROM payment_events")).Single());
    }

    // Pipelined, so that this side leaves the processor to the server, and at the pace of the requirement. Every post is answered, and no connection is needed twice.
    private static async Task FloodAsync(PaymentServer server, string body, int posts, int perSecond)
    {
        const string answer = "HTTP/1.1 400";
        var post = $"POST {StripeWebhook.Path} HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        var since = Stopwatch.GetTimestamp();
        var bursts = 0;
        var burst = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(post, InOneWrite)));
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            using var client = await RawClient.ConnectAsync(server.Process.Address);
            for (var sent = 0; sent < posts / AtOnce; sent += InOneWrite)
            {
                var due = TimeSpan.FromSeconds((double)Interlocked.Increment(ref bursts) * InOneWrite / perSecond);
                if (due - Stopwatch.GetElapsedTime(since) is { Ticks: > 0 } early) await Task.Delay(early);
                await client.SendAsync(burst);
                await client.ReadTimesAsync(answer, InOneWrite);
            }
        }));
    }

    // Looks signed, so that the body is begun to be read.
    private static async Task LargeAsync(PaymentServer server)
    {
        using var client = await RawClient.ConnectAsync(server.Process.Address);
        await client.SendAsync(Encoding.ASCII.GetBytes(
            $"POST {StripeWebhook.Path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" +
            $"{StripeWebhook.SignatureHeader}: {StripeEvents.Sign("", "whsec_wrong", TimeProvider.System.GetUtcNow())}\r\n\r\n"));
        var piece = Encoding.ASCII.GetBytes($"10000\r\n{new string('x', 65536)}\r\n");
        var answer = client.ReadToAsync("too large");
        try
        {
            for (var sent = 0; sent < 100_000_000 && !answer.IsCompleted; sent += piece.Length) await client.SendAsync(piece);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The server has ended the connection, as it should.
        }

        Assert.StartsWith("HTTP/1.1 413", await answer, StringComparison.Ordinal);
    }
}
