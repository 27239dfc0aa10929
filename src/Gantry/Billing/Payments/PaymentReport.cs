namespace Gantry.Billing.Payments;

/// <summary>Something about money, in a provider's own words: from an event whose signature was checked, or fetched from its server.</summary>
internal abstract record PaymentReport
{
    public required string Provider { get; init; }

    /// <summary>The provider's id of the event, unique for ever.</summary>
    public required string EventId { get; init; }

    public required string Type { get; init; }

    /// <summary>Real money; else the provider's test mode.</summary>
    public required bool Live { get; init; }

    /// <summary>When it happened; null where the provider does not say.</summary>
    public DateTimeOffset? At { get; init; }

    public required string Currency { get; init; }

    /// <summary>In the currency's smallest unit.</summary>
    public required long AmountMinor { get; init; }
}
