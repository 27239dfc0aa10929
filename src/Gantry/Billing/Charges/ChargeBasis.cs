namespace Gantry.Billing.Charges;

/// <summary>What of an answer is charged.</summary>
public enum ChargeBasis
{
    Nothing,

    /// <summary>The prompt alone.</summary>
    Prompt,

    /// <summary>The prompt and what has come.</summary>
    Delivered,

    /// <summary>All that the upstream reports; where it reports nothing, as <see cref="Delivered"/>.</summary>
    Whole,
}
