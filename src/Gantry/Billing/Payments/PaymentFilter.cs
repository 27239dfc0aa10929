namespace Gantry.Billing.Payments;

/// <summary>Which orders are asked for; what is null does not narrow.</summary>
internal sealed record PaymentFilter
{
    /// <summary>An order that nobody paid in time is <see cref="OrderState.Expired"/> whether that was noted or not.</summary>
    public OrderState? State { get; init; }

    /// <summary>What <see cref="State"/> is judged by.</summary>
    public required DateTimeOffset Now { get; init; }

    public Guid? AccountId { get; init; }

    /// <summary>Orders whose account's address, own id or one of the provider's begins so.</summary>
    public string? Search { get; init; }

    /// <summary>Made then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Made before then.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only those of which something was taken back, or nothing.</summary>
    public bool? Taken { get; init; }
}
