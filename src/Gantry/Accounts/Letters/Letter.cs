namespace Gantry.Accounts.Letters;

/// <summary>What a mail to a person says.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain; the mailer makes the HTML of it.</param>
internal sealed record Letter(string Subject, string Text)
{
    /// <summary>Never shows the text, which may hold a link that signs somebody in.</summary>
    public override string ToString() => Subject;
}
