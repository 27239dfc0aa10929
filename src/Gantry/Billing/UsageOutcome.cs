namespace Gantry.Billing;

/// <summary>How a request ended, as the usage log tells it.</summary>
public enum UsageOutcome
{
    /// <summary>The whole answer reached the client.</summary>
    Completed,

    /// <summary>Refused or failed before any content was delivered.</summary>
    Failed,

    /// <summary>Broke off after content had been delivered.</summary>
    Interrupted,

    /// <summary>The client left before the end.</summary>
    ClientLeft,
}
