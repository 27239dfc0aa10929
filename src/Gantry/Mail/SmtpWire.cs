using System.Text;

namespace Gantry.Mail;

/// <summary>Lines to and from a mail server: commands that cannot hold another, and answers of bounded size.</summary>
internal sealed class SmtpWire(Stream stream)
{
    private const int LongestLine = 2048;
    private const int MostLines = 64;

    private readonly byte[] _buffer = new byte[LongestLine];
    private int _start;
    private int _end;

    /// <summary>The server has said more than was asked of it.</summary>
    public bool HasMore => _start < _end;

    /// <exception cref="ArgumentException">The command would be two, or is not ASCII.</exception>
    public ValueTask CommandAsync(string command, CancellationToken cancellation)
    {
        if (command.Any(c => c is < ' ' or > '~')) throw new ArgumentException("A command is one line of ASCII.", nameof(command));
        return stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), cancellation);
    }

    /// <summary>Sends a message and the dot that ends it; a line that begins with a dot is given another (RFC 5321 §4.5.2).</summary>
    /// <param name="message">Lines that end in CR LF, the last one too.</param>
    /// <param name="cancellation">Ends the try.</param>
    public async ValueTask DataAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        await stream.WriteAsync(Stuffed(message.Span), cancellation);
        await stream.FlushAsync(cancellation);
    }

    /// <exception cref="SmtpException">No answer that a mail server gives.</exception>
    public async ValueTask<SmtpReply> ReplyAsync(CancellationToken cancellation)
    {
        await stream.FlushAsync(cancellation);
        var lines = new List<string>();
        while (lines.Count < MostLines)
        {
            var line = await LineAsync(cancellation);
            if (line.Length < 3 || line.AsSpan(0, 3).ContainsAnyExceptInRange('0', '9') || (line.Length > 3 && line[3] is not (' ' or '-'))) throw new SmtpException("The mail server's answer is no SMTP.");
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ') return new SmtpReply(((line[0] - '0') * 100) + ((line[1] - '0') * 10) + (line[2] - '0'), lines);
        }

        throw new SmtpException("The mail server's answer does not end.");
    }

    private static byte[] Stuffed(ReadOnlySpan<byte> message)
    {
        var stuffed = new List<byte>(message.Length + 16);
        var begins = true;
        foreach (var octet in message)
        {
            if (begins && octet == '.') stuffed.Add((byte)'.');
            stuffed.Add(octet);
            begins = octet == '\n';
        }

        stuffed.AddRange(".\r\n"u8);
        return [.. stuffed];
    }

    private async ValueTask<string> LineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = Encoding.Latin1.GetString(_buffer, _start, length).TrimEnd('\r');
                _start += length + 1;
                return line;
            }

            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }

            if (_end == _buffer.Length) throw new SmtpException("The mail server's answer is too long.");
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
            if (read == 0) throw new SmtpException("The mail server has hung up.");
            _end += read;
        }
    }
}
