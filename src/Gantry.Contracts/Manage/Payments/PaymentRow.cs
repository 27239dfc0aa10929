namespace Gantry.Contracts.Manage.Payments;

/// <summary>A card payment as those see it who keep the books.</summary>
public sealed record PaymentRow
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The account's address.</summary>
    public required string Account { get; init; }

    /// <inheritdoc cref="PaymentView.State"/>
    public required string State { get; init; }

    /// <summary>What the card pays, in the currency beside it, as decimal text.</summary>
    public required string Amount { get; init; }

    /// <summary>ISO code in lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>What the wallet gets for it.</summary>
    public required UsdAmount Credit { get; init; }

    /// <summary>What refunds and disputes took back of it.</summary>
    public required UsdAmount Taken { get; init; }

    /// <inheritdoc cref="PaymentView.Test"/>
    public required bool Test { get; init; }

    /// <summary>Who takes the money, such as <c>stripe</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's id of the checkout; null until it has made one.</summary>
    public string? SessionId { get; init; }

    /// <summary>The provider's id of the payment; null until it is paid.</summary>
    public string? PaymentId { get; init; }

    /// <summary>Why a person has to look; null for no reason.</summary>
    public string? Note { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it could be paid.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the wallet got it; null where it did not.</summary>
    public DateTimeOffset? CreditedAt { get; init; }

    /// <summary>When something last happened to it.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
