namespace Gantry.Contracts.Manage.Simulators;

/// <summary>Faults on order, of the upstreams whose provider is <c>simulator</c> and of no other: how the gateway takes them can be seen before a vendor has them.</summary>
public interface ISimulatorAdmin
{
    /// <summary>By name. None of them is asked anything.</summary>
    Task<Page<SimulatorView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation);

    /// <summary>What waits at one.</summary>
    /// <exception cref="RefusedException">There is no such simulator, or it does not answer.</exception>
    Task<SimulatorState> GetAsync(IActor who, string name, CancellationToken cancellation);

    /// <summary>Makes the next requests fail. Faults wait in the order in which they were armed; the first whose model fits serves a request.</summary>
    /// <exception cref="RefusedException">No such fault, a number out of its bounds, or the simulator does not answer.</exception>
    Task<SimulatorState> ArmAsync(IActor who, string name, FaultDraft draft, CancellationToken cancellation);

    /// <summary>Takes back all that waits.</summary>
    /// <exception cref="RefusedException">There is no such simulator, or it does not answer.</exception>
    Task ClearAsync(IActor who, string name, CancellationToken cancellation);
}
