using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;

namespace Gantry.Billing.Wallets;

/// <summary>Why nothing was set aside, with the figures that the client is told.</summary>
/// <param name="Kind">Which bound it was.</param>
/// <param name="Needed">What was to be set aside.</param>
public sealed record HoldRefusal(HoldRefusalKind Kind, Money Needed)
{
    /// <summary>What the wallet could still set aside; null where a cap refused.</summary>
    public Money? Available { get; init; }

    /// <summary>Whoever asks may not know what the wallet has: a simple member of a team.</summary>
    public bool IsDiscreet { get; init; }

    /// <summary>The cap that refused, with its figures; null for none.</summary>
    public CapRefusal? Cap { get; init; }

    /// <summary>The plan whose wallet it was, where nothing else may pay; null for the account's own wallet.</summary>
    public PlanRefusal? Plan { get; init; }
}
