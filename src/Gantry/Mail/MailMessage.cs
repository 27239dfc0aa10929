using System.Collections.Immutable;

namespace Gantry.Mail;

/// <summary>A mail to be sent. Each recipient gets one of its own and sees no other.</summary>
/// <param name="To">E-mail addresses.</param>
/// <param name="Subject">One line; line ends become spaces.</param>
/// <param name="Text">Plain text. An HTML alternative is made of it, in which its http and https addresses are links.</param>
public sealed record MailMessage(ImmutableArray<string> To, string Subject, string Text)
{
    /// <summary>Never shows the text, which may hold a link that signs somebody in.</summary>
    public override string ToString() => $"mail to {To.Length}";
}
