using Gantry.Contracts.Manage.Wallets;

namespace Gantry.Contracts.Manage.Payments;

/// <summary>A card payment with all that happened to it.</summary>
public sealed record PaymentStory
{
    public required PaymentRow Payment { get; init; }

    /// <summary>What the provider said, in the order of its coming.</summary>
    public required IReadOnlyList<PaymentEventView> Events { get; init; }

    /// <summary>Refunds and disputes, the oldest first.</summary>
    public required IReadOnlyList<PaymentTakingView> Takings { get; init; }

    /// <summary>The entries of the wallet's book that are about it, the oldest first.</summary>
    public required IReadOnlyList<EntryView> Entries { get; init; }
}
