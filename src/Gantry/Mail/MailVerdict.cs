namespace Gantry.Mail;

/// <summary>What becomes of a mail.</summary>
public enum MailVerdict
{
    /// <summary>It is in the outbox, and is tried for a day.</summary>
    Queued,

    /// <summary>No mail server is set up.</summary>
    Off,

    /// <summary>A recipient is no address that mail can be sent to. Nobody is sent anything.</summary>
    BadAddress,

    /// <summary>A recipient has been sent so many mails within the hour that it gets no more; others may have got theirs.</summary>
    TooMany,
}
