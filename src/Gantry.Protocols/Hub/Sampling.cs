using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>How tokens are drawn and when to stop. Numbers keep their spelling; an absent slice says nothing.</summary>
public sealed record Sampling
{
    /// <summary>Largest answer in tokens, reasoning included.</summary>
    public long? MaxOutputTokens { get; init; }

    public JsonSlice Temperature { get; init; }

    public JsonSlice TopP { get; init; }

    public JsonSlice TopK { get; init; }

    public JsonSlice FrequencyPenalty { get; init; }

    public JsonSlice PresencePenalty { get; init; }

    public JsonSlice Seed { get; init; }

    /// <summary>How many answers; null for one.</summary>
    public long? Candidates { get; init; }

    public IReadOnlyList<JsonText> Stop { get; init; } = [];

    public bool? LogProbabilities { get; init; }

    public long? TopLogProbabilities { get; init; }

    public JsonSlice LogitBias { get; init; }

    /// <summary><c>low</c>, <c>medium</c>, <c>high</c>; empty where nothing is said.</summary>
    public string Verbosity { get; init; } = "";
}
