using System.Text;

namespace Gantry.Tests.Mail;

/// <summary>One conversation of the test's mail server.</summary>
internal sealed class SmtpTalk(SmtpServer server, Stream stream, bool offersTls, Func<Stream, Task<Stream>> secure, CancellationToken stop)
{
    private Stream _stream = stream;
    private bool _offersTls = offersTls;
    private string _from = "";
    private string _to = "";

    public async Task RunAsync()
    {
        await SayAsync("banner", "220 test ESMTP");
        while (await LineAsync() is { } line)
        {
            server.Commands.Enqueue(line);
            var word = line.Split(' ')[0].ToUpperInvariant();
            switch (word)
            {
                case "EHLO":
                    await SayAsync(word, $"250-test\r\n250-SIZE 1000000\r\n{(_offersTls ? "250-STARTTLS\r\n" : "")}{(server.Login is null ? "" : $"250-AUTH {server.AuthWays}\r\n")}250 8BITMIME");
                    break;
                case "STARTTLS":
                    await SayAsync(word, $"220 go ahead{(server.Injected.Length > 0 ? "\r\n" + server.Injected : "")}");
                    _stream = await secure(_stream);
                    _offersTls = false;
                    break;
                case "AUTH":
                    await AuthAsync(line.Split(' '));
                    break;
                case "MAIL":
                    _from = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                    await SayAsync(word, "250 ok");
                    break;
                case "RCPT":
                    _to = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                    await SayAsync(word, "250 ok");
                    break;
                case "DATA":
                    await SayAsync(word, "354 end with a dot");
                    await TakeAsync();
                    break;
                case "QUIT":
                    await SayAsync(word, "221 bye");
                    return;
                default:
                    await SayAsync(word, "502 unknown");
                    break;
            }
        }
    }

    private async Task AuthAsync(string[] parts)
    {
        string said;
        if (parts[1] == "PLAIN")
        {
            said = Text(parts[2]);
        }
        else
        {
            await SayAsync("user", "334 VXNlcm5hbWU6");
            var user = Text(await LineAsync() ?? "");
            await SayAsync("password", "334 UGFzc3dvcmQ6");
            said = $"\0{user}\0{Text(await LineAsync() ?? "")}";
        }

        // A server may well quote what it was sent.
        var good = server.Login is var (name, password) && said == $"\0{name}\0{password}";
        await SayAsync("AUTH", good ? "235 welcome" : $"535 {said.Replace('\0', ' ')} is nobody, {(parts.Length > 2 ? parts[2] : "")}");
    }

    private async Task TakeAsync()
    {
        var mail = new StringBuilder();
        while (await LineAsync() is { } line)
        {
            if (line == ".")
            {
                if (!server.Answers.ContainsKey(".")) server.Mails.Enqueue(new SentMail(_from, _to, mail.ToString(), _stream is System.Net.Security.SslStream));
                await SayAsync(".", "250 2.0.0 taken");
                return;
            }

            mail.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }
    }

    private static string Text(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private async Task SayAsync(string to, string answer) =>
        await _stream.WriteAsync(Encoding.ASCII.GetBytes((server.Answers.TryGetValue(to, out var own) ? own : answer) + "\r\n"), stop);

    // Strictly CR LF: a bare line feed would be a line of its own for some servers and none for others.
    private async Task<string?> LineAsync()
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await _stream.ReadAsync(one, stop) == 1)
        {
            line.Add(one[0]);
            if (one[0] != '\n') continue;
            if (line is not [.., (byte)'\r', (byte)'\n']) throw new InvalidDataException("A bare line feed.");
            return Encoding.Latin1.GetString([.. line[..^2]]);
        }

        return null;
    }
}
