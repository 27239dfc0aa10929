using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gantry.Hosting;
using Gantry.Mail;
using Gantry.Outbox;
using Gantry.Relay;
using Gantry.Simulator;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Relay.Outbound;
using Xunit;

namespace Gantry.Tests.Mail;

/// <summary>The client of mail servers against a real one, over the way that the server takes.</summary>
[Waiting]
public sealed class SmtpTests
{
    private const string Password = "smtp-canary-0f1e2d3c4b5a";
    private static readonly X509Certificate2 Good = SimulatorCertificate.Create("mail.test", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    private static readonly X509Certificate2 Foreign = SimulatorCertificate.Create("mail.test", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    private static readonly X509Certificate2 OtherName = SimulatorCertificate.Create("other.test", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));

    [Theory]
    [InlineData(SmtpSecurity.None)]
    [InlineData(SmtpSecurity.Starttls)]
    [InlineData(SmtpSecurity.Tls)]
    public async Task Mail_arrives_as_it_was_written(SmtpSecurity security)
    {
        await using var server = new SmtpServer(security, Good);
        var text = "Größe: 5 €\n.\n..two dots\nhttps://example.com/a?b=c&d=e\n" + new string('x', 3000) + " end ";
        var sent = await SendAsync(server, security, subject: "Guthaben läuft aus — " + string.Concat(Enumerable.Repeat("äöü🙂", 30)), text: text);
        Assert.True(sent.Sent, sent.Detail);
        Assert.Equal("250 2.0.0 taken", sent.Detail);

        var mail = Assert.Single(server.Mails);
        Assert.Equal(("gantry@example.com", "alice@example.com", security != SmtpSecurity.None), (mail.From, mail.To, mail.Encrypted));
        Assert.Equal(text.TrimEnd('\n') + "\n", mail.Text);
        Assert.Equal("Guthaben läuft aus — " + string.Concat(Enumerable.Repeat("äöü🙂", 30)), mail.Subject);
        Assert.Equal("<alice@example.com>", mail.Header("To"));
        Assert.Contains("""<a href="https://example.com/a?b=c&amp;d=e">""", mail.Part("text/html"), StringComparison.Ordinal);
        Assert.All(mail.Raw.Split("\r\n"), line => Assert.True(line.Length <= 78 && line.All(c => c is >= ' ' and <= '~'), line));
        Assert.Equal("QUIT", server.Commands.Last());
    }

    [Theory]
    [InlineData("PLAIN LOGIN", "AUTH PLAIN ")]
    [InlineData("LOGIN", "AUTH LOGIN")]
    public async Task User_signs_in_under_encryption_alone(string ways, string begins)
    {
        await using var server = new SmtpServer(SmtpSecurity.Starttls, Good) { Login = ("gantry@example.com", Password), AuthWays = ways };
        Assert.True((await SendAsync(server, SmtpSecurity.Starttls, user: "gantry@example.com")).Sent);
        var commands = server.Commands.ToList();
        Assert.InRange(commands.FindIndex(c => c.StartsWith(begins, StringComparison.Ordinal)), commands.IndexOf("STARTTLS") + 2, commands.Count);
    }

    [Theory]
    [InlineData(SmtpSecurity.Starttls)]
    [InlineData(SmtpSecurity.Tls)]
    public async Task S_14_Certificate_of_another_authority_or_name_is_refused_and_nothing_is_said(SmtpSecurity security)
    {
        foreach (var certificate in new[] { Foreign, OtherName })
        {
            await using var server = new SmtpServer(security, certificate) { Login = ("gantry@example.com", Password) };
            var sent = await SendAsync(server, security, user: "gantry@example.com");
            Assert.False(sent.Sent);
            Assert.DoesNotContain(server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal) || command.StartsWith("MAIL", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Server_without_starttls_gets_no_mail()
    {
        await using var server = new SmtpServer(SmtpSecurity.Starttls, Good) { OffersStartTls = false, Login = ("gantry@example.com", Password) };
        Assert.Equal(new SendResult(false, "The mail server offers no STARTTLS."), await SendAsync(server, SmtpSecurity.Starttls, user: "gantry@example.com"));
        Assert.Single(server.Commands);
    }

    [Fact]
    public async Task What_was_said_in_clear_behind_starttls_is_not_believed()
    {
        await using var server = new SmtpServer(SmtpSecurity.Starttls, Good) { Injected = "250-evil\r\n250 AUTH PLAIN" };
        Assert.Equal("The mail server says more than STARTTLS allows.", (await SendAsync(server, SmtpSecurity.Starttls)).Detail);
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 no such user", true, "answers RCPT TO with 550 5.1.1 no such user")]
    [InlineData("RCPT", "450 4.2.0 try later", false, "answers RCPT TO with 450")]
    [InlineData(".", "554 5.7.1 spam", true, "answers the mail with 554")]
    [InlineData("MAIL", "550 5.7.1 who are you", false, "answers MAIL FROM with 550")]
    [InlineData("banner", "421 busy", false, "greets with 421 busy")]
    [InlineData("EHLO", "hello", false, "is no SMTP")]
    public async Task Refusal_is_told_and_final_only_where_it_is_of_this_mail(string command, string answer, bool hopeless, string detail)
    {
        await using var server = new SmtpServer();
        server.Answers[command] = answer;
        var sent = await SendAsync(server, SmtpSecurity.None);
        Assert.Equal((false, hopeless), (sent.Sent, sent.Hopeless));
        Assert.Contains(detail, sent.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task S_9_Refused_password_is_not_in_the_reason_even_where_the_server_quotes_it(string ways)
    {
        await using var server = new SmtpServer { Login = ("gantry@example.com", "another"), AuthWays = ways };
        var sent = await SendAsync(server, SmtpSecurity.None, user: "gantry@example.com");
        Assert.Equal(new SendResult(false, "The mail server refuses user and password with 535."), sent);
    }

    [Fact]
    public async Task Line_ends_in_subject_names_and_addresses_begin_no_header_and_no_command()
    {
        await using var server = new SmtpServer();
        var sent = await SendAsync(server, SmtpSecurity.None, subject: "Hello\r\nBcc: victim@example.com\r\n\r\nbody\u2028x");
        Assert.True(sent.Sent, sent.Detail);
        Assert.Equal("Hello  Bcc: victim@example.com    body x", Assert.Single(server.Mails).Subject);
        Assert.DoesNotContain("\r\nBcc:", server.Mails.First().Raw, StringComparison.OrdinalIgnoreCase);

        foreach (var address in (string[])["a@b.c>\r\nRCPT TO:<victim@example.com", "a b@c.d", "a@b.c\n", "<a@b.c>", "\"a b\"@c.d", "a@-b.c", "a..b@c.d", "ä@b.c", "a@b@c", "a@b.c;d@e.f"])
        {
            var refused = await SendAsync(server, SmtpSecurity.None, to: address);
            Assert.Equal((false, true), (refused.Sent, refused.Hopeless));
        }

        Assert.Equal(1, server.Calls);
        Assert.Equal("a@xn--mller-kva.example", Mailbox.Normalize("a@müller.example"));
        Assert.Null(Mailbox.Parse("Gantry\r\nBcc: x <a@b.c>"));
    }

    [Fact]
    public async Task S_18_Mail_server_at_a_private_address_is_dialled_only_where_that_is_meant()
    {
        await using var canary = new Canary();
        foreach (var address in AddressCorpus.PrivateAnswers.Concat(AddressCorpus.NeverAnswers))
        {
            var sent = await SendAsync(canary.Port, SmtpSecurity.Tls, "mail.example.com", [address]);
            Assert.Contains("may be dialled", sent.Detail, StringComparison.Ordinal);
        }

        // In clear it is the other way round: only what is private, and never what nothing opens.
        foreach (var address in AddressCorpus.NeverAnswers.Append(IPAddress.Parse("8.8.8.8")))
        {
            var sent = await SendAsync(canary.Port, SmtpSecurity.None, "mail.internal", [address], allowPrivate: true);
            Assert.Contains("mail in clear goes to private addresses only", sent.Detail, StringComparison.Ordinal);
        }

        Assert.Equal(0, canary.Calls);
    }

    private static Task<SendResult> SendAsync(
        SmtpServer server, SmtpSecurity security, string user = "", string to = "alice@example.com", string subject = "Hello", string text = "Hello.\n") =>
        SendAsync(server.Port, security, "mail.test", [IPAddress.Loopback], allowPrivate: true, user, to, subject, text);

    private static async Task<SendResult> SendAsync(
        int port, SmtpSecurity security, string host, IPAddress[] answers, bool allowPrivate = false, string user = "", string to = "alice@example.com", string subject = "Hello", string text = "Hello.\n")
    {
        var network = new OutboundNetwork(new EnvironmentProxy(_ => null), (_, _) => Task.FromResult(answers)) { Roots = [Good] };
        using var pools = new UpstreamPools(new RelayLimits(), network);
        var settings = new SmtpSettings
        {
            Host = host, Port = port, Security = security, User = user, Password = user.Length > 0 ? Password : "", From = Mailbox.Parse("Gantry <gantry@example.com>")!, AllowPrivateNetwork = allowPrivate,
        };
        Assert.DoesNotContain(Password, settings.ToString(), StringComparison.Ordinal);
        var item = new OutboxItem { Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch), Channel = OutboxChannel.Mail, Recipient = to, Subject = subject, Body = text, CreatedAt = DateTimeOffset.UnixEpoch };
        return await new MailSender(new MailWay(pools, network), new MailTerms(() => settings), TimeProvider.System).SendAsync(item, TestContext.Current.CancellationToken);
    }
}
