using Gantry.Simulator.Faults;

namespace Gantry.Simulator.Scenarios;

/// <summary>How one request is served: what is said, how fast, with what usage, and what goes wrong.</summary>
internal sealed record Scenario
{
    public ScenarioKind Kind { get; init; }

    /// <summary>The text to say instead of the scenario's own.</summary>
    public string? Text { get; init; }

    /// <summary>Number of text events; <see langword="null"/> for one a word.</summary>
    public int? Pieces { get; init; }

    /// <summary>UTF-8 bytes of each text event.</summary>
    public int PieceBytes { get; init; } = 8;

    /// <summary>Parallel tool calls.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>Time between two events of content.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>Silence before the status line.</summary>
    public TimeSpan FirstByte { get; init; }

    /// <summary>Silence between headers and first event.</summary>
    public TimeSpan FirstEvent { get; init; }

    public UsageClaim Claim { get; init; } = new();

    public Fault Fault { get; init; } = Fault.None;
}
