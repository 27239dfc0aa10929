namespace Gantry.Mail;

/// <summary>A mail server did not take a mail.</summary>
/// <param name="message">For the operator; holds no secret.</param>
/// <param name="hopeless">It refuses this mail for good.</param>
internal sealed class SmtpException(string message, bool hopeless = false) : Exception(message)
{
    public bool Hopeless => hopeless;
}
