using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Tokens;

/// <summary>What a request's prompt will cost, estimated when somebody asks and then kept.</summary>
/// <param name="request">The request; its slices must live as long as somebody may still ask.</param>
/// <param name="model">The model's name at the upstream.</param>
/// <param name="calibration">What answers have taught; null for nothing.</param>
public sealed class PromptEstimate(ChatRequest request, string model, TokenCalibration? calibration)
{
    /// <summary>The loss that marks an answer whose usage holds estimated numbers.</summary>
    public const string LossToken = "usage_estimated";

    private readonly TokenFamily _family = TokenFamilies.For(model);
    private long _raw = -1;

    /// <summary>The estimate before any correction.</summary>
    public long Raw => _raw >= 0 ? _raw : _raw = RequestTokens.Estimate(request, _family);

    /// <summary>The corrected estimate; at least 1 where the request holds anything.</summary>
    public long Tokens => calibration?.Apply(CalibrationKey(model, _family), Raw) ?? Raw;

    /// <summary>Takes note of what the prompt turned out to cost.</summary>
    /// <param name="reported">All prompt tokens that the upstream reports, cached ones included.</param>
    public void Learn(long reported) => calibration?.Observe(CalibrationKey(model, _family), Raw, reported);

    // A family shares what it has learnt; models that belong to none learn for themselves.
    private static string CalibrationKey(string model, TokenFamily family) => family == TokenFamilies.Other ? model : family.Name;
}
