using Gantry.Cli;
using Gantry.Tests.Alerts;
using Gantry.Tests.Mail;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Cli.Alerts;

/// <summary><c>gantry alert</c> as a person calls it.</summary>
[Waiting]
public sealed class AlertCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Test_message_goes_to_everybody_in_the_settings_and_what_happened_is_told()
    {
        await using var smtp = new SmtpServer();
        await using var posts = await PostReceiver.StartAsync();
        await ApplyAsync(AlertRig.Settings(smtp, posts));
        var (code, output) = await RunAsync("alert", "test");
        Assert.Equal((ExitCodes.Done, $"mail to {AlertRig.Operators}: taken, 250 2.0.0 taken\npost to {posts.Url}: taken, 127.0.0.1 answers 204\n"), (code, output));
        Assert.Equal("Test of alerts", smtp.Mails.Single().Subject);
        Assert.True(posts.Posts.Single().Verify(AlertRig.Secret).Holds);
        Assert.Equal("test", posts.Posts.Single().Kind);
        Assert.DoesNotContain("canary", output, StringComparison.Ordinal);

        (code, output) = await RunAsync("alert", "test", "--email", "bob@example.com");
        Assert.Equal((ExitCodes.Done, "mail to bob@example.com: taken, 250 2.0.0 taken\n"), (code, output));
        smtp.Answers["RCPT"] = "550 no such user";
        (code, output) = await RunAsync("alert", "test", "--email", "bob@example.com", "--webhook", "http://127.0.0.1:1/other");
        Assert.Equal(ExitCodes.CheckFailed, code);
        Assert.Contains("failed, The mail server answers RCPT TO with 550 no such user\n", output, StringComparison.Ordinal);
        Assert.Contains("failed, the webhook is no longer among the settings\n", output, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Done, "[]\n"), await RunAsync("alert", "list", "--json"));
    }

    [Fact]
    public async Task Mail_that_is_off_says_so()
    {
        await ApplyAsync("settings: {}");
        Assert.Equal((ExitCodes.CheckFailed, "mail to bob@example.com: failed, no mail server is set up\n"), await RunAsync("alert", "test", "--email", "bob@example.com"));
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("alert", "test")).Code);
    }

    private async Task ApplyAsync(string yaml)
    {
        await File.WriteAllTextAsync(_folder.File("gantry.yaml"), yaml, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Done, (await RunAsync("apply", "-f", _folder.File("gantry.yaml"))).Code);
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await GantryCommand.RunAsync([.. args, "--data", _folder.File("data")], output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
