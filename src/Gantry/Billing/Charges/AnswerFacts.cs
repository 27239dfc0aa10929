using Gantry.Billing.Pricing;

namespace Gantry.Billing.Charges;

/// <summary>How an answer ended, as far as it decides on who pays what.</summary>
public readonly record struct AnswerFacts
{
    /// <summary>The upstream refused, or answered what is no answer: it serves nothing and charges nothing.</summary>
    public bool Refused { get; init; }

    /// <summary>The answer has reached its own end, or its upstream its last word on usage, whoever was there to read it.</summary>
    public bool Ended { get; init; }

    /// <summary>Something that the user asked for has come from the upstream.</summary>
    public bool HasContent { get; init; }

    /// <summary>The client left, or takes no bytes.</summary>
    public bool ClientLeft { get; init; }

    /// <summary>The upstream goes on to work and to charge when a stream is closed, or was not asked for a stream.</summary>
    public bool UpstreamGoesOn { get; init; }

    /// <summary>The key breaks its requests off before the first word too often for that to be free.</summary>
    public bool IsHabit { get; init; }

    /// <summary>The group's policy.</summary>
    public CancelPolicy Policy { get; init; }
}
