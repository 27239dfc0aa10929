using System.Globalization;
using System.Net;
using Gantry.Billing.Ledger;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Faults;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Alerts;

/// <summary>Every kind of alert from the request that causes it to the mail and the post that tell of it: one of each, and no second.</summary>
[Waiting]
public sealed class AlertFlowTests
{
    [Fact]
    public async Task Low_balance_is_told_once_and_clears_with_a_top_up()
    {
        await using var rig = await AlertRig.StartAsync(credit: "1.00");
        await rig.SpendAsync(8, 8);
        Assert.Empty(await rig.LookAsync());
        await rig.SpendAsync(1, 9);
        await UntilAsync(rig, () => rig.ScalarAsync("SELECT COUNT(*) FROM alerts WHERE kind = 'low_balance'"), 1);

        var (posts, mails) = await rig.SettleAsync();
        Assert.Equal(["low_balance open"], posts);
        Assert.Equal([$"{AlertRig.User}: Your balance is low"], mails);
        Assert.Contains("has $0.10 left; $0.10 or less counts as low", rig.Smtp.Mails.Single().Text, StringComparison.Ordinal);
        Assert.Equal(AlertRig.User, rig.Posts.Posts.Single().Json.GetProperty("alert").GetProperty("account").GetProperty("email").GetString());

        var services = rig.Gateway.Host.Services;
        var code = (await services.GetRequiredService<IVoucherStore>().CreateAsync(
            new VoucherRequest(new Gantry.Billing.Pricing.Money(500_000_000), 1, null, "test"), 1, TestContext.Current.CancellationToken))[0].Code;
        using var redeemed = await rig.Gateway.PostAsync("/v1/wallet/redeem", $$"""{"code":"{{code}}"}""");
        Assert.Equal(HttpStatusCode.OK, redeemed.StatusCode);
        await UntilAsync(rig, () => rig.ScalarAsync("SELECT COUNT(*) FROM alerts WHERE closed_at IS NOT NULL"), 1);

        // A tenth of the last top-up are five cents now. Rested, it is told again.
        rig.Time.Advance(TimeSpan.FromMinutes(11));
        await rig.SpendAsync(6, 15);
        await UntilAsync(rig, () => rig.ScalarAsync("SELECT COUNT(*) FROM alerts WHERE kind = 'low_balance'"), 2);
        Assert.Equal((2, 2), ((await rig.SettleAsync()).Posts.Length, rig.Smtp.Mails.Count));
    }

    [Theory]
    [InlineData("key")]
    [InlineData("account")]
    [InlineData("group")]
    public async Task Cap_is_told_at_80_and_at_100_percent_once_a_window(string scope)
    {
        const string Cap = "spend_cap: {amount: 1.00, window: day}";
        await using var rig = await AlertRig.StartAsync(key: scope == "key" ? Cap : "", account: scope == "account" ? Cap : "", group: scope == "group" ? Cap : "");
        var to = scope == "group" ? AlertRig.Operators : AlertRig.User;
        await rig.SpendAsync(7, 7);
        Assert.Empty(await rig.LookAsync());
        await rig.SpendAsync(1, 8);
        Assert.Single(await rig.LookAsync());
        var (posts, mails) = await rig.SettleAsync();
        Assert.Equal(["cap_near open"], posts);
        Assert.Equal([$"{to}: 80 % of a spend cap are used"], mails);
        Assert.Contains("has spent $0.80 of $1.00 this day. It resets at 2026-11-22 00:00 UTC.", rig.Smtp.Mails.Single().Text, StringComparison.Ordinal);

        await rig.SpendAsync(2, 10);
        Assert.Single(await rig.LookAsync());
        using (var refused = await rig.AskAsync(AlertRig.Model)) Assert.Equal(HttpStatusCode.PaymentRequired, refused.StatusCode);
        (posts, mails) = await rig.SettleAsync();
        Assert.Equal(["cap_near open", "cap_reached open"], posts);
        Assert.Equal($"{to}: A spend cap is used up", mails[1]);

        // The next window: both have cleared without a word, and are told anew. Whoever jumps over both hears of the higher alone.
        rig.Time.Advance(TimeSpan.FromDays(1));
        await rig.LookAsync();
        Assert.Equal(0, await rig.ScalarAsync("SELECT COUNT(*) FROM alerts WHERE closed_at IS NULL"));
        await rig.SpendAsync(10, 21);
        await rig.LookAsync();
        (posts, mails) = await rig.SettleAsync();
        Assert.Equal(["cap_near open", "cap_reached open", "cap_reached open"], posts);
        Assert.Equal(3, mails.Length);
    }

    [Fact]
    public async Task Budget_is_told_to_the_member_and_to_the_managers_of_its_team()
    {
        const string Secret = "sk-team-member-0123456789";
        await using var rig = await AlertRig.StartAsync(more: $$"""
              - {email: boss@example.com}
            teams:
              - name: research
                credit: 100.00
                members: [{email: boss@example.com, role: manager}, {email: {{AlertRig.User}}, spend_cap: {amount: 1.00, window: day} }]
                keys: [{name: lab, secret: {{Secret}}, groups: [all], member: {{AlertRig.User}}}]

            """);
        await rig.SpendAsync(8, 8, Secret);
        Assert.Equal("test@example.com in team research has spent $0.80 of $1.00 this day. It resets at 2026-11-22 00:00 UTC.", Assert.Single(await rig.LookAsync()).Text);
        var (posts, mails) = await rig.SettleAsync();
        Assert.Equal(["cap_near open"], posts);
        Assert.Equal(["boss@example.com: 80 % of a spend cap are used", $"{AlertRig.User}: 80 % of a spend cap are used"], mails.Order(StringComparer.Ordinal));
        await rig.SpendAsync(2, 10, Secret);
        Assert.Single(await rig.LookAsync());
        (posts, mails) = await rig.SettleAsync();
        Assert.Equal((2, 4), (posts.Length, mails.Length));
    }

    [Fact]
    public async Task Upstream_that_is_out_for_a_minute_is_told_and_so_is_its_return()
    {
        await using var rig = await AlertRig.StartAsync(alerts: "low_balance: 0");
        foreach (var model in (string[])[AlertRig.Model, "other"])
        {
            rig.Gateway.Simulator.Scripts.Enqueue(new Script { Model = model, As = $"{AlertRig.Model}-fault-500", Times = 5 });
            for (var i = 0; i < 5; i++) (await rig.AskAsync(model)).Dispose();
        }

        Assert.Empty(await rig.LookAsync());
        Assert.Empty(await rig.LookAsync(40));
        Assert.Single(await rig.LookAsync(30));
        var (posts, mails) = await rig.SettleAsync();
        Assert.Equal(["upstream_out open"], posts);
        Assert.Equal([$"{AlertRig.Operators}: An upstream is out"], mails);

        using (var answer = await rig.AskAsync(AlertRig.Model))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        }

        await UntilAsync(rig, () => rig.ScalarAsync("SELECT COUNT(*) FROM alerts WHERE closed_at IS NOT NULL"), 1);
        (posts, mails) = await rig.SettleAsync();
        Assert.Equal(["upstream_out open", "upstream_out closed"], posts);
        Assert.Equal($"{AlertRig.Operators}: An upstream is back", mails[1]);
        Assert.Contains("Upstream sim is in use again.", rig.Smtp.Mails.Last().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credential_that_is_refused_for_a_minute_is_told_and_so_is_its_return()
    {
        await using var rig = await AlertRig.StartAsync(alerts: "low_balance: 0");
        rig.Gateway.Simulator.Scripts.Enqueue(new Script { Model = AlertRig.Model, As = $"{AlertRig.Model}-fault-401" });
        (await rig.AskAsync(AlertRig.Model)).Dispose();
        Assert.Empty(await rig.LookAsync());
        Assert.Single(await rig.LookAsync(61));
        var (posts, mails) = await rig.SettleAsync();
        Assert.Equal(["credential_out open"], posts);
        Assert.Equal([$"{AlertRig.Operators}: A credential is refused"], mails);
        Assert.DoesNotContain(Relay.TestGateway.UpstreamKey, rig.Smtp.Mails.Single().Raw, StringComparison.Ordinal);

        rig.Time.Advance(TimeSpan.FromMinutes(6));
        using (var answer = await rig.AskAsync(AlertRig.Model)) await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        await UntilAsync(rig, () => rig.ScalarAsync("SELECT COUNT(*) FROM alerts WHERE closed_at IS NOT NULL"), 1);
        Assert.Equal(["credential_out open", "credential_out closed"], (await rig.SettleAsync()).Posts);
    }

    [Fact]
    public async Task Key_that_spends_far_more_than_it_does_is_told_once()
    {
        await using var rig = await AlertRig.StartAsync(alerts: "low_balance: 0");
        await rig.SpendAsync(1, 1);
        // Two days of ten cents an hour.
        var hour = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
        for (var i = 1; i <= 48; i++)
        {
            var micros = hour.AddHours(-i).ToUnixTimeMilliseconds() * 1000;
            await rig.ExecuteAsync(string.Create(CultureInfo.InvariantCulture,
                $"""
                INSERT INTO usage_hourly SELECT {micros}, key_id, account_id, group_name, model, upstream, outcome, requests, uncached_input, cache_read, cache_write_5m, cache_write_1h,
                    output, reasoning, audio_input, image_input, audio_output, image_output, images, audio_seconds, web_searches, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos
                FROM usage_hourly WHERE hour >= {hour.ToUnixTimeMilliseconds() * 1000}
                """));
        }

        await rig.SpendAsync(8, 9);
        Assert.Empty(await rig.LookAsync(61));
        await rig.SpendAsync(2, 11);
        for (var i = 0; i < 40 && await rig.ScalarAsync("SELECT COUNT(*) FROM alerts") == 0; i++) await rig.LookAsync(61);
        var (posts, mails) = await rig.SettleAsync();
        Assert.Equal(["spend_velocity open"], posts);
        Assert.Equal([$"{AlertRig.User}: A key spends more than usual"], mails);
        Assert.Contains("has spent $1.10 in this hour; its mean of the week before is $0.10 an hour", rig.Smtp.Mails.Single().Text, StringComparison.Ordinal);

        // The hour is over, and so is the next, which was quiet.
        rig.Time.Advance(TimeSpan.FromHours(1));
        await rig.LookAsync(61);
        Assert.Equal(1, await rig.ScalarAsync("SELECT COUNT(*) FROM alerts WHERE closed_at IS NULL"));
        rig.Time.Advance(TimeSpan.FromHours(1));
        await rig.LookAsync(61);
        Assert.Equal(0, await rig.ScalarAsync("SELECT COUNT(*) FROM alerts WHERE closed_at IS NULL"));
        Assert.Single((await rig.SettleAsync()).Posts);
    }

    [Fact]
    public async Task Mail_server_that_is_down_delays_a_mail_and_loses_none()
    {
        await using var rig = await AlertRig.StartAsync(key: "spend_cap: {amount: 0.10, window: day}");
        rig.Smtp.Answers["banner"] = "421 not now";
        await rig.SpendAsync(1, 1);
        await rig.LookAsync();
        await rig.Posts.WaitAsync(1);
        for (var i = 0; i < 300 && await rig.ScalarAsync("SELECT MAX(attempts) FROM outbox WHERE channel = 'mail'") == 0; i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Empty(rig.Smtp.Mails);
        rig.Smtp.Answers.Clear();
        rig.Time.Advance(TimeSpan.FromSeconds(30));
        await rig.Smtp.WaitAsync(1);
        Assert.Equal([$"{AlertRig.User}: A spend cap is used up"], (await rig.SettleAsync()).Mails);
    }

    // What is charged reaches the store a moment after the answer; time hardly passes meanwhile.
    private static async Task UntilAsync(AlertRig rig, Func<Task<long>> count, long wanted)
    {
        for (var i = 0; i < 100 && await count() < wanted; i++)
        {
            await rig.LookAsync();
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal(wanted, await count());
    }
}
