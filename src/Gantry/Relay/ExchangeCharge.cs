using Gantry.Billing;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;

namespace Gantry.Relay;

/// <summary>What one exchange was promised, has set aside and has noted of it. Written by <see cref="Charging"/>.</summary>
internal sealed class ExchangeCharge
{
    /// <summary>The price at the moment of the hold: it settles at this one.</summary>
    public required PinnedPrice Price { get; init; }

    public required CancelPolicy Policy { get; init; }

    /// <summary>The upstream goes on to charge when the client leaves.</summary>
    public required bool UpstreamGoesOn { get; set; }

    /// <summary>The key breaks off before the first word too often.</summary>
    public required bool IsHabit { get; init; }

    /// <summary>The most that the prompt is likely to have, in tokens; raised where the upstream reports more.</summary>
    public required long PromptTokens { get; set; }

    /// <summary>Answer tokens that the hold covers.</summary>
    public required long OutputTokens { get; set; }

    /// <summary>The class of service that was asked for.</summary>
    public ServiceTier Tier { get; init; }

    /// <summary>Answer tokens that one extension adds.</summary>
    public long Step { get; init; }

    /// <summary>The client's own bound on what the request may cost; null for none.</summary>
    public Money? Ceiling { get; init; }

    /// <summary>Null for what is free.</summary>
    public Hold? Hold { get; init; }

    /// <summary>Set when the request is about to be sent.</summary>
    public DispatchTicket? Ticket { get; set; }

    /// <summary>At so many counted answer tokens the hold is extended.</summary>
    public long ExtendAt { get; set; } = long.MaxValue;

    /// <summary>Counted answer tokens at the last note of progress.</summary>
    public long NotedTokens { get; set; }

    /// <summary>When progress was last noted.</summary>
    public long NotedTicks { get; set; }

    /// <summary>Counted answer tokens when the client left; null while it is there.</summary>
    public long? LeftAt { get; set; }

    /// <summary>Why more could not be set aside in the middle of the answer.</summary>
    public HoldRefusal? Refusal { get; set; }
}
