using System.Text;
using Dapper;
using Gantry.Tests.Hosting;
using Gantry.Tests.Mail;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Relay.Money;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Gantry.Tests.Alerts;

/// <summary>A real process that is killed before it has looked, and again before it has told: one message comes of one crossing. Its secrets are nowhere.</summary>
[Waiting]
public sealed class AlertKillTests
{
    private const string Password = "smtp-canary-0f1e2d3c4b5a";
    private const string Model = "sim-text-n3";

    [Fact]
    public async Task S_9_Alert_survives_kill_9_is_told_once_and_shows_no_secret()
    {
        await using var smtp = new SmtpServer { Login = ("gantry@example.com", Password) };
        await using var posts = await PostReceiver.StartAsync();
        posts.Answer = http =>
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        smtp.Answers["AUTH"] = $"535 {Password} is refused";
        await using var installation = await Installation.CreateAsync(Model);
        var settings = AlertRig.Settings(smtp, posts, mail: $", user: gantry@example.com, password: {Password}");
        await File.WriteAllTextAsync(
            installation.Config,
            Bank.Configuration(installation.Simulator.BaseUrl, "1.00", "request: 0.10", [Model], "spend_cap: {amount: 0.10, window: month}", "", "", "") + settings,
            TestContext.Current.CancellationToken);
        var output = new StringBuilder();

        // Killed before anybody has looked.
        await using (var first = await installation.ServeAsync(environment: Loud))
        {
            await installation.AskAsync(first, ClientCall.Ask("chat", Model, stream: false));
            await first.KillAsync();
            output.Append(first.Output);
        }

        Assert.Equal(0, await CountAsync(installation, "alerts"));

        // Killed when it is known and nobody could be told.
        await using (var second = await installation.ServeAsync(environment: Loud))
        {
            for (var i = 0; i < 400 && await CountAsync(installation, "outbox WHERE attempts > 0") < 2; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
            Assert.Equal(2, await CountAsync(installation, "outbox WHERE attempts > 0"));
            await second.KillAsync();
            output.Append(second.Output);
        }

        Assert.Empty(smtp.Mails);
        smtp.Answers.Clear();
        posts.Posts.Clear();
        posts.Answer = _ => Task.CompletedTask;
        await using (var third = await installation.ServeAsync(environment: Loud))
        {
            await smtp.WaitAsync(1, seconds: 30);
            await posts.WaitAsync(1);
            third.Signal(GantryProcess.Terminate);
            await third.ExitAsync(TimeSpan.FromSeconds(20));
            output.Append(third.Output);
        }

        Assert.Equal((1, 1), (smtp.Mails.Count, posts.Posts.Count));
        Assert.Equal("A spend cap is used up", smtp.Mails.Single().Subject);
        Assert.True(posts.Posts.Single().Verify(AlertRig.Secret).Holds);

        Assert.True(output.Length > 2000, "the log level was not taken");
        foreach (var canary in (string[])[Password, AlertRig.Secret, Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0gantry@example.com\0{Password}"))])
        {
            Assert.DoesNotContain(canary, output.ToString(), StringComparison.Ordinal);
            foreach (var file in Directory.EnumerateFiles(installation.Data, "*", SearchOption.AllDirectories))
                Assert.DoesNotContain(canary, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        }
    }

    private static Dictionary<string, string> Loud => new() { ["Logging__LogLevel__Default"] = "Trace", ["Logging__Console__LogLevel__Default"] = "Trace" };

    private static async Task<long> CountAsync(Installation installation, string from)
    {
        await using var connection = new SqliteConnection($"Data Source={installation.Database};Mode=ReadOnly;Pooling=False");
        return await connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM {from}");
    }
}
