namespace Gantry.Contracts.Manage.Prices;

/// <summary>How far a simulation has come.</summary>
/// <param name="Records">Read so far.</param>
/// <param name="Percent">Of the time that is read, from 0 to 100.</param>
public readonly record struct PriceSimulationProgress(long Records, int Percent);
