using System.Text;

namespace Gantry.Mail;

/// <summary>One conversation with a mail server: one mail to one recipient (RFC 5321; STARTTLS RFC 3207; AUTH RFC 4954).</summary>
internal sealed class SmtpSession(ISmtpLine line, SmtpSettings settings, string client)
{
    /// <summary>Hands a mail over.</summary>
    /// <returns>The server's receipt.</returns>
    /// <exception cref="SmtpException">It was not taken.</exception>
    public async Task<string> SendAsync(string recipient, ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        var stream = await line.DialAsync(settings, cancellation);
        try
        {
            if (settings.Security == SmtpSecurity.Tls) stream = await line.SecureAsync(stream, settings.Host, cancellation);
            var wire = new SmtpWire(stream);
            Expect(await wire.ReplyAsync(cancellation), "greets with");
            var hello = await AskAsync(wire, $"EHLO {client}", "answers EHLO with", cancellation);
            if (settings.Security == SmtpSecurity.Starttls)
            {
                if (hello.Extension("STARTTLS") is null) throw new SmtpException("The mail server offers no STARTTLS.");
                await AskAsync(wire, "STARTTLS", "answers STARTTLS with", cancellation);
                // Whoever sits between may have said in clear what would be taken for said under encryption.
                if (wire.HasMore) throw new SmtpException("The mail server says more than STARTTLS allows.");
                stream = await line.SecureAsync(stream, settings.Host, cancellation);
                wire = new SmtpWire(stream);
                hello = await AskAsync(wire, $"EHLO {client}", "answers EHLO with", cancellation);
            }

            if (settings.User.Length > 0) await SignInAsync(wire, hello, cancellation);
            await AskAsync(wire, $"MAIL FROM:<{settings.From.Address}>", "answers MAIL FROM with", cancellation);
            await AskAsync(wire, $"RCPT TO:<{recipient}>", "answers RCPT TO with", cancellation, isOfMail: true);
            await AskAsync(wire, "DATA", "answers DATA with", cancellation);
            await wire.DataAsync(message, cancellation);
            var receipt = await wire.ReplyAsync(cancellation);
            Expect(receipt, "answers the mail with", isOfMail: true);
            await LeaveAsync(wire, cancellation);
            return receipt.ToString();
        }
        finally
        {
            await stream.DisposeAsync();
        }
    }

    // The mail is taken already: what goes wrong now is nobody's concern.
    private static async Task LeaveAsync(SmtpWire wire, CancellationToken cancellation)
    {
        try
        {
            await wire.CommandAsync("QUIT", cancellation);
            await wire.ReplyAsync(cancellation);
        }
        catch (Exception failure) when (failure is IOException or SmtpException or OperationCanceledException)
        {
            return;
        }
    }

    private async Task SignInAsync(SmtpWire wire, SmtpReply hello, CancellationToken cancellation)
    {
        var ways = (hello.Extension("AUTH") ?? "").Split(' ');
        SmtpReply reply;
        if (ways.Contains("PLAIN", StringComparer.OrdinalIgnoreCase))
        {
            await wire.CommandAsync($"AUTH PLAIN {Base64($"\0{settings.User}\0{settings.Password}")}", cancellation);
            reply = await wire.ReplyAsync(cancellation);
        }
        else if (ways.Contains("LOGIN", StringComparer.OrdinalIgnoreCase))
        {
            foreach (var said in (string[])["AUTH LOGIN", Base64(settings.User)])
            {
                await wire.CommandAsync(said, cancellation);
                if (await wire.ReplyAsync(cancellation) is { Code: not 334 } refused) throw Refused(refused);
            }

            await wire.CommandAsync(Base64(settings.Password), cancellation);
            reply = await wire.ReplyAsync(cancellation);
        }
        else
        {
            throw new SmtpException("The mail server offers neither AUTH PLAIN nor AUTH LOGIN.");
        }

        if (reply.Code != 235) throw Refused(reply);
    }

    // The code alone: a server may quote what it was sent.
    private static SmtpException Refused(SmtpReply reply) => new($"The mail server refuses user and password with {reply.Code}.");

    private static async Task<SmtpReply> AskAsync(SmtpWire wire, string command, string what, CancellationToken cancellation, bool isOfMail = false)
    {
        await wire.CommandAsync(command, cancellation);
        var reply = await wire.ReplyAsync(cancellation);
        Expect(reply, what, isOfMail);
        return reply;
    }

    private static void Expect(SmtpReply reply, string what, bool isOfMail = false)
    {
        if (!reply.IsGood) throw new SmtpException($"The mail server {what} {reply}.", hopeless: isOfMail && reply.IsFinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
