namespace Gantry.Mail;

/// <summary>Where mail goes at this moment.</summary>
/// <param name="Smtp">The settings in force; null where no mail server is set up.</param>
internal sealed record MailTerms(Func<SmtpSettings?> Smtp);
