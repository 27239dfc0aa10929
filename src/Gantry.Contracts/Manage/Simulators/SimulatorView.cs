namespace Gantry.Contracts.Manage.Simulators;

/// <summary>An upstream that is a simulator.</summary>
public sealed record SimulatorView
{
    public required string Name { get; init; }

    public string? BaseUrl { get; init; }

    /// <summary>Kept, and not asked.</summary>
    public required bool Disabled { get; init; }

    /// <summary>By id and group.</summary>
    public required IReadOnlyList<SimulatorModel> Models { get; init; }
}
