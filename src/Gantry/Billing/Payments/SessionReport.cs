namespace Gantry.Billing.Payments;

/// <summary>What has become of a checkout.</summary>
internal sealed record SessionReport : PaymentReport
{
    public required SessionStep Step { get; init; }

    public required string SessionId { get; init; }

    /// <summary>The order that the checkout was made for; null where it names none of ours.</summary>
    public Guid? OrderId { get; init; }

    /// <summary>Whose order that was, as the checkout says.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The money is there. Only this earns a credit, whatever the event is called.</summary>
    public required bool Paid { get; init; }

    /// <summary>The provider's id of the payment; null where there is none yet.</summary>
    public string? PaymentId { get; init; }
}
