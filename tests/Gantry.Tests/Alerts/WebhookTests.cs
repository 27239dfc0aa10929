using System.Net;
using System.Text;
using Gantry.Alerts;
using Gantry.Outbox;
using Gantry.Relay;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Relay.Outbound;
using Xunit;

namespace Gantry.Tests.Alerts;

/// <summary>Posts about alerts: signed, over the guarded way, no further than the address that was given.</summary>
[Waiting]
public sealed class WebhookTests
{
    private const string Secret = "webhook-canary-9a8b7c6d5e4f";
    private readonly FakeTime _time = new();

    [Fact]
    public async Task Post_is_signed_so_that_its_receiver_can_tell_it_from_others()
    {
        await using var receiver = await PostReceiver.StartAsync();
        var item = Item(receiver.Url.OriginalString);
        var sent = await SendAsync(new AlertWebhook(receiver.Url, Secret, AllowPrivateNetwork: true), item);
        Assert.Equal(new SendResult(true, "127.0.0.1 answers 204"), sent);
        var post = Assert.Single(receiver.Posts);
        Assert.Equal(("POST /hook?token=a", item.Id.ToString(), item.Body), (post.Line, post.Delivery, Encoding.UTF8.GetString(post.Body)));
        Assert.Equal((_time.GetUtcNow().ToUnixTimeSeconds(), true), post.Verify(Secret));
        Assert.False(post.Verify(Secret + "x").Holds);
        Assert.False((post with { Body = [.. post.Body, (byte)' '] }).Verify(Secret).Holds);
        Assert.False((post with { Signature = post.Signature.Replace("t=", "t=1", StringComparison.Ordinal) }).Verify(Secret).Holds);
    }

    [Fact]
    public void Signature_is_that_of_the_published_example() => Assert.Equal(
        "t=1700000000,v1=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("0123456789abcdef"u8, "1700000000.{}"u8)),
        WebhookSignature.Of("{}"u8, "0123456789abcdef", DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)));

    [Fact]
    public void Short_secret_signs_nothing() => Assert.Throws<ArgumentException>(() => WebhookSignature.Of("{}"u8, "0123456789abcde", DateTimeOffset.UnixEpoch));

    [Theory]
    [InlineData(302, "answers 302, and redirects are not followed")]
    [InlineData(500, "answers 500")]
    [InlineData(404, "answers 404")]
    public async Task Anything_but_success_is_a_failure_and_redirects_are_not_followed(int status, string detail)
    {
        await using var canary = new Canary();
        await using var receiver = await PostReceiver.StartAsync();
        receiver.Answer = http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = $"http://127.0.0.1:{canary.Port}/";
            return Task.CompletedTask;
        };
        var sent = await SendAsync(new AlertWebhook(receiver.Url, Secret, AllowPrivateNetwork: true), Item(receiver.Url.OriginalString));
        Assert.Equal((false, false), (sent.Sent, sent.Hopeless));
        Assert.Contains(detail, sent.Detail, StringComparison.Ordinal);
        Assert.Equal((0, 1), (canary.Calls, receiver.Posts.Count));
    }

    [Fact]
    public async Task Receiver_that_says_nothing_is_left_after_five_seconds()
    {
        await using var receiver = await PostReceiver.StartAsync();
        receiver.Answer = async http => await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var sent = await SendAsync(new AlertWebhook(receiver.Url, Secret, AllowPrivateNetwork: true), Item(receiver.Url.OriginalString));
        Assert.Equal("127.0.0.1 does not answer within 5 s", sent.Detail);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(4.9), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task S_18_Names_that_resolve_to_private_addresses_are_not_dialled()
    {
        await using var canary = new Canary();
        var url = new Uri($"http://hooks.example.com:{canary.Port}/");
        foreach (var address in AddressCorpus.PrivateAnswers.Concat(AddressCorpus.NeverAnswers))
        {
            var sent = await SendAsync(new AlertWebhook(url, Secret, AddressCorpus.NeverAnswers.Contains(address)), Item(url.OriginalString), address);
            Assert.False(sent.Sent);
            Assert.Contains("cannot be reached", sent.Detail, StringComparison.Ordinal);
        }

        Assert.Equal(0, canary.Calls);
    }

    [Fact]
    public async Task Webhook_that_was_taken_out_of_the_settings_gets_nothing_more()
    {
        await using var receiver = await PostReceiver.StartAsync();
        var sent = await SendAsync(new AlertWebhook(receiver.Url, Secret, AllowPrivateNetwork: true), Item("http://127.0.0.1:1/other"));
        Assert.Equal((false, true, 0), (sent.Sent, sent.Hopeless, receiver.Posts.Count));
    }

    private OutboxItem Item(string url) =>
        new() { Id = Guid.CreateVersion7(_time.GetUtcNow()), Channel = OutboxChannel.Webhook, Recipient = url, Subject = "test", Body = """{"text":"Größe"}""", CreatedAt = _time.GetUtcNow() };

    private async Task<SendResult> SendAsync(AlertWebhook webhook, OutboxItem item, params IPAddress[] answers)
    {
        Assert.DoesNotContain(Secret, webhook.ToString(), StringComparison.Ordinal);
        var network = new OutboundNetwork(new EnvironmentProxy(_ => null), (_, _) => Task.FromResult(answers.Length > 0 ? answers : [IPAddress.Loopback]));
        using var pools = new UpstreamPools(new RelayLimits(), network);
        using var sender = new WebhookSender(new WebhookWay(pools.Handler), () => new AlertSettings { Webhooks = [webhook] }, _time);
        return await sender.SendAsync(item, TestContext.Current.CancellationToken);
    }
}
