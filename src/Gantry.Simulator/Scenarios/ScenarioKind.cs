namespace Gantry.Simulator.Scenarios;

/// <summary>What kind of answer is given.</summary>
internal enum ScenarioKind
{
    /// <summary>What the request calls for: see <see cref="Composer"/>.</summary>
    Sensible,
    Text,
    Reason,
    Redacted,
    Tools,
    WriteFile,
    Json,
    Length,
    Refusal,
}
