namespace Gantry.Contracts.Manage.Payments;

/// <summary>An order: what somebody is to pay, and what came of it.</summary>
public sealed record PaymentView
{
    public required Guid Id { get; init; }

    /// <summary><c>created</c>, <c>pending</c>, <c>paid</c>, <c>failed</c>, <c>expired</c> or <c>manual</c>. Only <c>paid</c> was credited.</summary>
    public required string State { get; init; }

    public required UsdAmount Amount { get; init; }

    /// <summary>What refunds and disputes took back of it.</summary>
    public required UsdAmount Taken { get; init; }

    /// <summary>No money moved: the payment provider was in its test mode.</summary>
    public required bool Test { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it can be paid.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Where to pay, outside of the gateway; null where it can no longer be paid there.</summary>
    public string? Url { get; init; }
}
