namespace Gantry.Contracts.Manage.Wallets;

/// <summary>One entry of a wallet's book.</summary>
public sealed record EntryView
{
    public required string Id { get; init; }

    /// <summary>1 for the first; no number is left out.</summary>
    public required long Sequence { get; init; }

    /// <summary><c>top_up</c>, <c>redeem</c>, <c>credit</c>, <c>adjust</c>, <c>reserve</c>, <c>release</c>, <c>settle</c>, <c>refund</c> or <c>chargeback</c>.</summary>
    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it.</summary>
    public required string Actor { get; init; }

    public string? Reason { get; init; }

    /// <summary>The request that it is of; null for none.</summary>
    public string? RequestId { get; init; }

    /// <summary>What the wallet held after it, what is set aside included; null where so much happened meanwhile that it could not be told.</summary>
    public UsdAmount? TotalAfter { get; init; }

    /// <summary>What it does to which account; together they are nothing.</summary>
    public required IReadOnlyList<EntryLine> Lines { get; init; }
}
