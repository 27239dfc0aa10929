namespace Gantry.Billing.Ledger;

/// <summary>What came of a posting.</summary>
public enum PostingResult
{
    Posted,

    /// <summary>This transaction id is there already; nothing moved.</summary>
    Repeated,

    /// <summary>The available balance does not cover it; nothing moved.</summary>
    Insufficient,

    /// <summary>There is no such wallet.</summary>
    NoWallet,

    /// <summary>A refund of more than the wallet has paid for the request, earlier refunds taken off; nothing moved.</summary>
    NotCharged,
}
