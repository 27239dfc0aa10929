namespace Gantry.Console.Log;

/// <summary>One try at an upstream.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Group">On whose terms.</param>
/// <param name="Upstream">Null where that is not the reader's business.</param>
/// <param name="Model">The upstream's name of the model.</param>
/// <param name="Outcome">A word of the closed list of the gateway.</param>
/// <param name="Status">What the upstream answered; 0 where nothing came.</param>
/// <param name="StartedMicros">After the request.</param>
/// <param name="DurationMicros">How long it took.</param>
/// <param name="CostNanos">What the upstream takes; null where that is not the reader's business.</param>
/// <param name="CostStatus">How sure that is.</param>
internal sealed record TryStory(int Number, string Group, string? Upstream, string? Model, string Outcome, int Status, long StartedMicros, long DurationMicros, long? CostNanos, string? CostStatus);
