namespace Gantry.Mail;

/// <summary>How the line to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Not at all: only to loopback and private addresses.</summary>
    None,

    /// <summary>It begins in clear and must be encrypted before anything of worth is said (RFC 3207).</summary>
    Starttls,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls,
}
