namespace Gantry.Contracts.Manage.Prices;

/// <summary>The sum of one model.</summary>
public sealed record SimulatedModel : SimulatedSum
{
    public required string Model { get; init; }
}
