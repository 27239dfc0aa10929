namespace Gantry.Contracts.Manage.Payments;

/// <summary>Whether cards are taken, and how much at once.</summary>
public sealed record PaymentOffer
{
    public required bool Cards { get; init; }

    /// <summary>No money moves: the payment provider is in its test mode.</summary>
    public bool Test { get; init; }

    /// <summary>The least amount; null where no cards are taken.</summary>
    public UsdAmount? Least { get; init; }

    /// <summary>The largest; null where no cards are taken.</summary>
    public UsdAmount? Most { get; init; }
}
