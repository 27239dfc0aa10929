namespace Gantry.Outbox;

/// <summary>One message to one recipient. Kept until it has gone out or its day is over.</summary>
public sealed record OutboxItem
{
    /// <summary>The same in every try: whoever gets a message twice can tell by it.</summary>
    public required Guid Id { get; init; }

    public required OutboxChannel Channel { get; init; }

    /// <summary>An e-mail address, or the URL of a webhook; of an errand, whom it is about.</summary>
    public required string Recipient { get; init; }

    /// <summary>For people; a webhook and an errand have none of their own and tell the kind here.</summary>
    public required string Subject { get; init; }

    /// <summary>The text of a mail, or the JSON of a post or an errand. Sealed in the store: it may hold a link that signs somebody in.</summary>
    public required string Body { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Tries that have failed.</summary>
    public int Attempts { get; init; }

    /// <summary>Never shows the body: records print their members by default.</summary>
    public override string ToString() => $"{Channel} {Id}";
}
