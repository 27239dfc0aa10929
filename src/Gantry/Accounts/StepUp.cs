using Gantry.Catalog;

namespace Gantry.Accounts;

/// <summary>Whether a caller has presented a factor lately enough for what is dangerous (reliability S-24).</summary>
internal sealed class StepUp(TimeProvider time)
{
    /// <summary>How long a proof holds.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public bool Holds(DateTimeOffset? provedAt) => provedAt is { } at && time.GetUtcNow() - at <= Life;

    /// <summary>Admin tokens present no factor, so this refuses them; who lets them do it all the same needs another reason, such as a scope.</summary>
    public bool Allows(Caller caller, DangerousAction action)
    {
        if (!Enum.IsDefined(action)) throw new ArgumentOutOfRangeException(nameof(action), action, "Not a dangerous action.");
        return !caller.MustAddFactor && Holds(caller.ProvedAt);
    }

    /// <summary>
    /// Whether the caller alone may take the second factors of somebody else away: only downwards. Peers and owners are reset at the machine,
    /// with <c>gantry user reset</c>.
    /// </summary>
    public bool AllowsReset(Caller caller, AccountRole other) =>
        caller.Role != AccountRole.User && caller.Role > other && Allows(caller, DangerousAction.FactorRemoval);
}
