namespace Gantry.Billing.Ledger;

/// <summary>Why money moved (reliability §5.4).</summary>
public enum LedgerKind
{
    /// <summary>Paid in.</summary>
    TopUp,

    /// <summary>A redemption code was cashed.</summary>
    Redeem,

    /// <summary>Given by hand or by a configuration, with a reason.</summary>
    Credit,

    /// <summary>Corrected by hand, either way, with a reason.</summary>
    Adjust,

    /// <summary>An allowance was set aside for a running gateway.</summary>
    Reserve,

    /// <summary>What an allowance did not need went back.</summary>
    Release,

    /// <summary>The charge of one request; one for each that was dispatched, also where it is nothing.</summary>
    Settle,

    /// <summary>A charge, or a part of it, was given back.</summary>
    Refund,

    /// <summary>A payment was taken back by the payer's bank.</summary>
    Chargeback,
}
