namespace Gantry.Contracts.Manage.Health;

/// <summary>How the gateway does at this moment.</summary>
public sealed record GatewayHealth
{
    /// <summary>False while new requests are turned away: the disk takes no records, or the store is far behind.</summary>
    public required bool Accepting { get; init; }

    /// <summary>Requests that were sent on and have not ended.</summary>
    public required long Running { get; init; }

    /// <summary>Usage records that the journal has and the store does not have yet.</summary>
    public required long UsageBacklog { get; init; }

    /// <summary>Alerts whose condition holds.</summary>
    public required int OpenAlerts { get; init; }

    /// <summary>What the gateway runs without or with the wrong one of, in sentences; nothing is sealed or signed as it should be until it is back. Empty in health.</summary>
    public required IReadOnlyList<string> SecretAlarms { get; init; }

    /// <summary>Mails and posts that have not gone out yet and have not been given up.</summary>
    public required long OutboxWaiting { get; init; }

    /// <summary>When the oldest of them was made; null where none waits.</summary>
    public DateTimeOffset? OutboxOldestAt { get; init; }

    /// <summary>How people come to an account: <c>closed</c>, <c>by_invitation</c>, <c>without_mail</c> where they might make one but the gateway cannot send mail, or <c>open</c>.</summary>
    public required string Registration { get; init; }

    /// <summary>Links go out by mail: there is a mail server, and a <c>public_url</c> to name.</summary>
    public required bool MailsLinks { get; init; }

    /// <summary>Every target that is used, or is not as good as new; by upstream, model and credential.</summary>
    public required IReadOnlyList<TargetView> Targets { get; init; }
}
