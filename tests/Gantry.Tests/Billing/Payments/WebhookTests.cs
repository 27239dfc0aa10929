using System.Net;
using System.Text;
using Gantry.Billing.Payments;
using Gantry.Hosting;
using Gantry.Snapshot;
using Gantry.Tests.Relay.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gantry.Tests.Billing.Payments;

public sealed class WebhookTests
{
    [Theory]
    [InlineData("")]
    [InlineData("whsec_45")]
    [InlineData("whsec_012345678")]
    public async Task P_1_Endpoint_without_a_long_webhook_secret_is_closed_and_credits_nothing(string secret)
    {
        await using var rig = await PaymentRig.OpenAsync();
        var session = (await rig.OrderAsync()).Pay();
        var body = StripeEvents.Completed(session);
        Swap(rig, settings => settings with { WebhookSecret = secret });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await rig.PostAsync(body, StripeEvents.Sign(body, secret, rig.Now)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await rig.PostAsync(body, StripeEvents.Sign(body, "", rig.Now)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await rig.CheckoutAsync("10.00")).StatusCode);
        Assert.Equal(0, await rig.CreditsAsync());
    }

    [Fact]
    public async Task P_1_Gateway_without_card_payments_answers_503_and_an_empty_key_signs_nothing()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var session = (await rig.OrderAsync()).Pay();
        var body = StripeEvents.Completed(session);
        Assert.Equal(HttpStatusCode.BadRequest, await rig.PostAsync(body, StripeEvents.Sign(body, "", rig.Now)));
        Swap(rig, _ => null);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await rig.PostAsync(body, StripeEvents.Sign(body, "", rig.Now)));
        Assert.Equal(0, await rig.CreditsAsync());

        var signature = StripeSignature.Read([StripeEvents.Sign(body, "", rig.Now)], rig.Now, out _);
        Assert.False(signature!.Signs(Encoding.UTF8.GetBytes(body), ""));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task P_2_Eight_wrong_signatures_are_refused_and_a_right_one_is_not(bool official)
    {
        await using var rig = await PaymentRig.OpenAsync();
        var session = (await rig.OrderAsync()).Pay();
        var body = StripeEvents.Completed(session);
        Task<string> SignAsync(string secret, DateTimeOffset at, string scheme = "v1") => official
            ? OfficialSigner.SignAsync(body, secret, at, scheme)
            : Task.FromResult($"t={at.ToUnixTimeSeconds()},{scheme}={StripeEvents.Hmac(body, secret, at)}");

        var good = await SignAsync(PaymentRig.WebhookSecret, rig.Now);
        var refused = new[]
        {
            await rig.PostAsync(body, await SignAsync("whsec_another_0123456789abcdef", rig.Now)),
            await rig.PostAsync(body, await SignAsync(PaymentRig.WebhookSecret, rig.Now.AddSeconds(-301))),
            await rig.PostAsync(body, await SignAsync(PaymentRig.WebhookSecret, rig.Now.AddSeconds(301))),
            await rig.PostAsync(body.Replace("\"amount_total\":1000", "\"amount_total\":1001", StringComparison.Ordinal), good),
            await rig.PostAsync(body, good, good),
            await rig.PostAsync(body, $"{good},{good}"),
            await rig.PostAsync(body, await SignAsync(PaymentRig.WebhookSecret, rig.Now, "v0")),
            await rig.PostAsync(body),
        };
        Assert.All(refused, status => Assert.Equal(HttpStatusCode.BadRequest, status));
        Assert.Equal(0, await rig.CreditsAsync());
        Assert.Empty(await rig.OutcomesAsync());

        Assert.Equal(HttpStatusCode.OK, await rig.PostAsync(body, good));
        Assert.Equal((1_000 * PaymentRig.Cent, 0), await rig.BalanceAsync());
        await rig.AssertBooksAsync();
    }

    [Fact]
    public async Task P_2_Time_of_300_seconds_either_way_several_v1_and_unknown_schemes_pass()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var session = (await rig.OrderAsync()).Pay();
        var body = StripeEvents.Completed(session);
        var wrong = new string('0', 64);
        foreach (var at in new[] { rig.Now.AddSeconds(-300), rig.Now.AddSeconds(300) })
        {
            var right = StripeEvents.Hmac(body, PaymentRig.WebhookSecret, at);
            Assert.Equal(HttpStatusCode.OK, await rig.PostAsync(body, $"t={at.ToUnixTimeSeconds()},v1={wrong},v1={right},v0={wrong},v9=x"));
        }

        Assert.Equal(["credited"], await rig.OutcomesAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("t=,v1=00")]
    [InlineData("v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=1795262400")]
    [InlineData("t=1795262400,v1=zz")]
    [InlineData("t= +1795262400,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=99999999999999999999,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    public void P_2_Header_that_is_none_is_refused(string header) =>
        Assert.Null(StripeSignature.Read([header], DateTimeOffset.FromUnixTimeSeconds(1795262400), out _));

    [Fact]
    public async Task Signed_nonsense_is_refused_and_foreign_events_are_taken_without_a_trace()
    {
        await using var rig = await PaymentRig.OpenAsync();
        foreach (var nonsense in (string[])["", "[]", "{", "{\"id\":\"evt_1\"}", "{\"id\":\"evt_1\",\"id\":\"evt_2\",\"type\":\"x\"}", "{\"id\":5,\"type\":\"x\"}"])
            Assert.Equal(HttpStatusCode.BadRequest, await rig.DeliverAsync(nonsense));
        Assert.Equal(HttpStatusCode.OK, await rig.DeliverAsync(StripeEvents.Event("customer.created", [])));
        Assert.Empty(await rig.OutcomesAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task P_6_Of_an_endless_body_no_more_than_512_KiB_are_read_and_none_without_a_signature(bool looksSigned)
    {
        await using var rig = await PaymentRig.OpenAsync();
        using var webhook = new StripeWebhook(
            rig.Gateway.Host.Services.GetRequiredService<SnapshotHolder>(),
            rig.Gateway.Host.Services.GetRequiredService<IPaymentStore>(),
            rig.Time,
            NullLogger<StripeWebhook>.Instance);
        var body = new EndlessStream();
        var http = new DefaultHttpContext { Request = { Method = "POST", Body = body } };
        if (looksSigned) http.Request.Headers[StripeWebhook.SignatureHeader] = StripeEvents.Sign("", PaymentRig.WebhookSecret, rig.Now);
        await webhook.HandleAsync(http);
        Assert.Equal(looksSigned ? 413 : 400, http.Response.StatusCode);
        Assert.Equal(looksSigned ? StripeWebhook.MostRead : 0, body.Given);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task P_6_Body_of_100_MB_is_answered_413_and_the_connection_ends(bool chunked)
    {
        await using var rig = await PaymentRig.OpenAsync();
        using var client = await RawClient.ConnectAsync(rig.Gateway.Http.BaseAddress!);
        var length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: 100000000";
        await client.SendAsync(Encoding.ASCII.GetBytes(
            $"POST {StripeWebhook.Path} HTTP/1.1\r\nHost: x\r\n{length}\r\n{StripeWebhook.SignatureHeader}: {StripeEvents.Sign("", PaymentRig.WebhookSecret, rig.Now)}\r\n\r\n"));
        var piece = Encoding.ASCII.GetBytes(chunked ? $"10000\r\n{new string('x', 65536)}\r\n" : new string('x', 65536));
        var sent = 0L;
        var answer = client.ReadToAsync("too large");
        try
        {
            while (!answer.IsCompleted && sent < 100_000_000)
            {
                await client.SendAsync(piece);
                sent += piece.Length;
            }
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The server has ended the connection, as it should.
        }

        Assert.StartsWith("HTTP/1.1 413", await answer, StringComparison.Ordinal);
        Assert.InRange(sent, 0, 50_000_000);
    }

    private static void Swap(PaymentRig rig, Func<StripeSettings, StripeSettings?> change)
    {
        var holder = rig.Gateway.Host.Services.GetRequiredService<SnapshotHolder>();
        var settings = holder.Current.Settings;
        holder.Swap(holder.Current with { Settings = settings with { Stripe = change(settings.Stripe!) } });
    }

    private sealed class EndlessStream : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Given += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Given += buffer.Length;
            return new ValueTask<int>(buffer.Length);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
