using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Prices;

namespace Gantry.Console.Prices;

/// <summary>What came of billing past requests once more.</summary>
/// <param name="Errand">Whether it was done; neither done nor refused where it was stopped.</param>
/// <param name="View">Null where it was not done.</param>
public readonly record struct SimulationErrand(Errand Errand, PriceSimulationView? View)
{
    /// <param name="page">Does something for the person, as <see cref="ConsolePage"/> does.</param>
    /// <param name="refused">Why that was refused.</param>
    /// <param name="simulation">The service.</param>
    /// <param name="draft">What is asked.</param>
    /// <param name="progress">Is told how far it has come.</param>
    /// <param name="stop">Somebody pressed stop.</param>
    internal static async Task<SimulationErrand> OfAsync(
        Func<Func<IActor, CancellationToken, Task>, Task<bool>> page, Func<Refusal?> refused, IPriceSimulation simulation, PriceSimulationDraft draft, IProgress<PriceSimulationProgress> progress, CancellationToken stop)
    {
        PriceSimulationView? view = null;
        var done = await page(async (who, leaving) =>
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, leaving);
            try
            {
                view = await simulation.RunAsync(who, draft, progress, either.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The person does not want it any longer; what was read so far says nothing.
            }
        });
        return new SimulationErrand(new Errand(done && view is not null, done ? null : refused()), view);
    }
}
