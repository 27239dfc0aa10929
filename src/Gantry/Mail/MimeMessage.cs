using System.Globalization;
using System.Text;

namespace Gantry.Mail;

/// <summary>A mail as it goes over the line: text with an HTML alternative, ASCII throughout.</summary>
internal static class MimeMessage
{
    /// <param name="id">Of the message, the same in every try: receivers tell by it what they have already.</param>
    /// <param name="from">The sender.</param>
    /// <param name="to">An address in ASCII.</param>
    /// <param name="subject">One line.</param>
    /// <param name="text">Plain text.</param>
    /// <param name="at">When it was written.</param>
    public static byte[] Write(Guid id, Mailbox from, string to, string subject, string text, DateTimeOffset at)
    {
        var boundary = $"=_{id:N}";
        var mail = new StringBuilder();
        mail.Append(CultureInfo.InvariantCulture, $"From: {MimeHeader.Mailbox(from)}\r\n");
        mail.Append(CultureInfo.InvariantCulture, $"To: <{to}>\r\n");
        mail.Append(CultureInfo.InvariantCulture, $"Subject: {MimeHeader.Text(subject)}\r\n");
        mail.Append(CultureInfo.InvariantCulture, $"Date: {at.UtcDateTime:ddd, dd MMM yyyy HH:mm:ss} +0000\r\n");
        mail.Append(CultureInfo.InvariantCulture, $"Message-ID: <{id:N}@{from.Address.Split('@')[1]}>\r\n");
        mail.Append("MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n");
        mail.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/alternative;\r\n boundary=\"{boundary}\"\r\n\r\n");
        Part(mail, boundary, "text/plain", text);
        Part(mail, boundary, "text/html", MailHtml.Of(text));
        mail.Append(CultureInfo.InvariantCulture, $"--{boundary}--\r\n");
        return Encoding.ASCII.GetBytes(mail.ToString());
    }

    private static void Part(StringBuilder mail, string boundary, string type, string text) => mail
        .Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Type: {type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
        .Append(QuotedPrintable.Encode(text));
}
