namespace Gantry.Contracts.Manage.Prices;

/// <summary>What past requests would have cost at other list prices, computed from their records one by one.</summary>
public interface IPriceSimulation
{
    /// <summary>Reads the records of a time part by part. One reading at a time for an account.</summary>
    /// <param name="who">An administrator.</param>
    /// <param name="draft">Which records, and which prices.</param>
    /// <param name="progress">Is told after each part; may be null.</param>
    /// <param name="cancellation">Ends it; nothing has been changed.</param>
    /// <exception cref="RefusedException">Neither a factor nor a list, or a time that is no time; or another reading of this account is running.</exception>
    Task<PriceSimulationView> RunAsync(IActor who, PriceSimulationDraft draft, IProgress<PriceSimulationProgress>? progress, CancellationToken cancellation);
}
