namespace Gantry.Contracts.Manage.Payments;

/// <summary>Which card payments are asked for; what is null does not narrow. <see cref="PageQuery.Search"/> is the beginning of the account's address, of the payment's id or of one of the provider's.</summary>
public sealed record PaymentQuery : PageQuery
{
    /// <summary>A <see cref="PaymentView.State"/>.</summary>
    public string? State { get; init; }

    /// <summary>Only those of which a refund or dispute took something back, or only the others.</summary>
    public bool? Taken { get; init; }

    public Guid? AccountId { get; init; }

    /// <summary>Made then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Made before then.</summary>
    public DateTimeOffset? To { get; init; }
}
