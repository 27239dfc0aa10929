using System.Collections.Immutable;

namespace Gantry.Protocols.Betas;

/// <summary>The flags of one beta of Anthropic's, of whatever date, and what of a Messages body they own (protocols §1).</summary>
/// <param name="Prefix">How its flags begin, up to the date.</param>
/// <param name="Owns">What has to go where none of its flags is known; empty where a flag has no field.</param>
public sealed record BetaFamily(string Prefix, ImmutableArray<BetaElement> Owns)
{
    /// <summary>Without its flag a request means the same: a raised limit, a mark of the client, or what has long been the rule.</summary>
    public bool IsHarmless { get; init; }

    /// <summary>The loss of a flag, or of what it owns: <c>beta:context-management</c>.</summary>
    public string Token => "beta:" + Prefix.TrimEnd('-');

    /// <summary>Whether a flag is one of it.</summary>
    public bool Has(string flag)
    {
        ArgumentNullException.ThrowIfNull(flag);
        return flag.StartsWith(Prefix, StringComparison.Ordinal);
    }
}
