using Gantry.Billing.Pricing;

namespace Gantry.Billing.Payments;

/// <summary>What somebody is to pay, and what for.</summary>
internal sealed record PaymentOrder
{
    /// <summary>How long an order can be paid.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid WalletId { get; init; }

    /// <summary>Who takes the money: <see cref="Stripe"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>In the currency's smallest unit.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>ISO code in lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>What the wallet gets for it.</summary>
    public required Money Credit { get; init; }

    /// <summary>Real money; else the provider's test mode.</summary>
    public required bool Live { get; init; }

    public OrderState State { get; init; } = OrderState.Created;

    /// <summary>The provider's id of the checkout; null until it has made one.</summary>
    public string? SessionId { get; init; }

    /// <summary>Where to pay.</summary>
    public string? Url { get; init; }

    /// <summary>The provider's id of the payment; null until it is paid.</summary>
    public string? PaymentId { get; init; }

    /// <summary>What refunds and disputes have taken back of <see cref="Credit"/>.</summary>
    public Money Taken { get; init; }

    /// <summary>How many entries of the ledger are about <see cref="Taken"/>.</summary>
    public long Movements { get; init; }

    /// <summary>The client's own; null for none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Why a person has to look; null for no reason.</summary>
    public string? Note { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The provider's name in the store.</summary>
    public const string Stripe = "stripe";

    /// <summary>The ledger's transaction of the credit: one order is credited once, whoever asks how often.</summary>
    public string CreditId => $"topup:{Id}";

    /// <summary>The ledger's transaction of the next change of <see cref="Taken"/>.</summary>
    public string NextTakingId => TakingId(Movements + 1);

    /// <summary>The ledger's transactions about it: those of its credit and of the first hundred changes of <see cref="Taken"/>.</summary>
    public IReadOnlyList<string> EntryIds() => [CreditId, .. Enumerable.Range(1, (int)Math.Min(Movements, 100)).Select(number => TakingId(number))];

    private string TakingId(long number) => $"taken:{Id}:{number}";

    /// <summary>Nobody has heard the end of it.</summary>
    public bool IsOpen => State is OrderState.Created or OrderState.Pending;
}
