using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Tokens;

namespace Gantry.Protocols.Fitting;

/// <summary>Who answers: the protocol it speaks, its model, and what is known of both.</summary>
/// <param name="Protocol">What the request will be written in.</param>
/// <param name="Model">The model's name at the upstream.</param>
public sealed record TranslationTarget(Protocol Protocol, string Model)
{
    public ModelRules Rules { get; init; } = ModelRules.Permissive;

    public TargetTraits Traits { get; init; } = new();

    /// <summary>Who can open reasoning that was sealed there: the upstream, where needed with its credential.</summary>
    public IssuerId Issuer { get; init; }

    /// <summary>What earlier answers have taught about the counts of its models; null for nothing.</summary>
    public TokenCalibration? Calibration { get; init; }
}
