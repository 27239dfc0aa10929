namespace Gantry.Protocols.Reasoning.Controls;

/// <summary>The sampling parameters of a request; what is null was not given.</summary>
public readonly record struct Sampling
{
    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public double? TopK { get; init; }

    public double? FrequencyPenalty { get; init; }

    public double? PresencePenalty { get; init; }

    /// <summary>Probabilities of the tokens were asked for, with so many alternatives.</summary>
    public int? TopLogProbs { get; init; }
}
