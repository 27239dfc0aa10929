using Dapper;
using Gantry.Alerts;
using Gantry.Relay;
using Gantry.Tests.Mail;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Money;
using Gantry.Watch;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Alerts;

/// <summary>A whole gateway that tells a mail server and a receiver of posts, at a time that the test moves. A request costs ten cents.</summary>
internal sealed class AlertRig : IAsyncDisposable
{
    public const string Model = "sim-text-n3";
    public const string Secret = "webhook-canary-9a8b7c6d5e4f";
    public const string Operators = "ops@example.com";
    public const string User = "test@example.com";

    private AlertRig(TestGateway gateway, SmtpServer smtp, PostReceiver posts, FakeTime time) => (Gateway, Smtp, Posts, Time) = (gateway, smtp, posts, time);

    public TestGateway Gateway { get; }

    public SmtpServer Smtp { get; }

    public PostReceiver Posts { get; }

    public FakeTime Time { get; }

    public AlertWatch Watch => Gateway.Host.Services.GetRequiredService<AlertWatch>();

    public static async Task<AlertRig> StartAsync(string credit = "100.00", string key = "", string account = "", string group = "", string alerts = "", string more = "")
    {
        var smtp = new SmtpServer();
        var posts = await PostReceiver.StartAsync();
        var time = new FakeTime();
        var gateway = await TestGateway.StartAsync(
            new RelayLimits { Attempts = 1 },
            simulator => Bank.Configuration(simulator, credit, "request: 0.10", [Model, "other"], key, account, group, "") + more + Settings(smtp, posts, alerts),
            options => options with { Time = time });
        return new AlertRig(gateway, smtp, posts, time);
    }

    public static string Settings(SmtpServer smtp, PostReceiver posts, string alerts = "", string mail = "") =>
        $$"""
        settings:
          active_probes: false
          smtp: {{smtp.Settings(mail)}}
          alerts:
            emails: [{{Operators}}]
            webhooks: [{url: "{{posts.Url}}", secret: {{Secret}}, allow_private_network: true}]
            {{alerts}}
        """;

    /// <summary>Makes requests, one after the other, and returns when all that were ever served are in the store.</summary>
    public async Task SpendAsync(int requests, int stored, string secret = TestGateway.Key)
    {
        for (var i = 0; i < requests; i++)
        {
            using var answer = await AskAsync(Model, secret);
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        }

        await Gateway.UsageAsync(stored);
    }

    public Task<HttpResponseMessage> AskAsync(string model, string secret = TestGateway.Key) =>
        Gateway.PostAsync("/v1/chat/completions", $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hello"}]}""", ("authorization", $"Bearer {secret}"));

    /// <summary>Lets a little more time pass than any watcher's pause but one, and looks; the hour and the day hardly move.</summary>
    public Task<IReadOnlyList<Alert>> LookAsync(int seconds = 16)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        return Watch.LookAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Looks several times more and returns all that was ever sent: the kind and the state of posts, the recipient and the subject of mails.</summary>
    public async Task<(string[] Posts, string[] Mails)> SettleAsync()
    {
        for (var i = 0; i < 4; i++) await LookAsync();
        for (var i = 0; i < 500 && await ScalarAsync("SELECT COUNT(*) FROM outbox WHERE state = 'pending'") > 0; i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal(0, await ScalarAsync("SELECT COUNT(*) FROM outbox WHERE state <> 'sent'"));
        Assert.All(Posts.Posts, post => Assert.True(post.Verify(Secret).Holds));
        return ([.. Posts.Posts.Select(post => $"{post.Kind} {post.State}")], [.. Smtp.Mails.Select(mail => $"{mail.To}: {mail.Subject}")]);
    }

    public async Task<long> ScalarAsync(string sql)
    {
        await using var connection = Connect();
        return await connection.ExecuteScalarAsync<long>(sql);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = Connect();
        await connection.ExecuteAsync(sql);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Smtp.DisposeAsync();
        await Posts.DisposeAsync();
    }

    private SqliteConnection Connect() => new(new SqliteConnectionStringBuilder { DataSource = Gateway.Database, Pooling = false, DefaultTimeout = 5 }.ToString());
}
