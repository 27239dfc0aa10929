namespace Gantry.Billing;

/// <summary>Which row of the policy on cancels and failures decided on a charge (reliability §5.6).</summary>
public enum ChargeReason
{
    /// <summary>The reported usage of a whole answer, or of one whose end the gateway waited for.</summary>
    Usage,

    /// <summary>The client left, or the answer broke off, before any content: nothing.</summary>
    NothingDelivered,

    /// <summary>The client left, or the answer broke off, in the middle: the prompt and what was delivered.</summary>
    Delivered,

    /// <summary>The group charges nothing for answers that the client breaks off.</summary>
    Waived,

    /// <summary>The client leaves before the first word too often: the prompt.</summary>
    PromptOnly,

    /// <summary>The process was killed in the middle: charged by its last progress.</summary>
    Swept,
}
