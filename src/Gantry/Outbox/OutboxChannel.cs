namespace Gantry.Outbox;

/// <summary>How a message goes out.</summary>
public enum OutboxChannel
{
    /// <summary>By e-mail.</summary>
    Mail,

    /// <summary>By a signed post.</summary>
    Webhook,
}
