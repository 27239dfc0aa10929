namespace Gantry.Outbox;

/// <summary>How a message goes out.</summary>
public enum OutboxChannel
{
    /// <summary>By e-mail.</summary>
    Mail,

    /// <summary>By a signed post.</summary>
    Webhook,

    /// <summary>Not at all: work that ends in a mail, done here because nobody may learn from the time that it takes.</summary>
    Errand,
}
