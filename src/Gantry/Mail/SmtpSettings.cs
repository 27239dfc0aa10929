namespace Gantry.Mail;

/// <summary>The mail server that takes this gateway's mail.</summary>
public sealed record SmtpSettings
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required SmtpSecurity Security { get; init; }

    /// <summary>Empty where the server asks nobody.</summary>
    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>Whom mail comes from.</summary>
    public required Mailbox From { get; init; }

    /// <summary>The host may resolve to a private address.</summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>The usual port: 465 for TLS from the first byte, else 587.</summary>
    public static int DefaultPort(SmtpSecurity security) => security == SmtpSecurity.Tls ? 465 : 587;

    /// <summary>Never shows the password: records print their members by default.</summary>
    public override string ToString() => $"{Host}:{Port}, {Security}";
}
