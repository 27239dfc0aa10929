using Gantry.Contracts.Manage.Simulators;
using Gantry.Management.Http;

namespace Gantry.Management.Simulators;

/// <summary>Faults on order of the upstreams that are simulators.</summary>
internal sealed class SimulatorResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("simulators", "listSimulators", ManageScopes.CatalogRead, "List the upstreams that are simulators.");
    public static readonly ManageRoute Get = ManageRoute.Get("simulators/{name}", "getSimulator", ManageScopes.CatalogRead, "Show which faults wait at a simulator.");

    public static readonly ManageRoute Arm =
        ManageRoute.Post("simulators/{name}/faults", "armSimulator", ManageScopes.CatalogWrite, "simulator.arm", "Make a simulator fail the next requests.") with { BodyLimit = 4096 };

    public static readonly ManageRoute Clear =
        ManageRoute.Delete("simulators/{name}/faults", "clearSimulator", ManageScopes.CatalogWrite, "simulator.clear", "Take back all faults that wait at a simulator.");

    public string Name => "simulators";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(List, call => call.Service<ISimulatorAdmin>().ListAsync(call.Caller, call.Page(), call.Stop), ManageFilter.Search("the name")),
        ManageEndpoint.Reads(Get, call => call.Service<ISimulatorAdmin>().GetAsync(call.Caller, call.Text("name"), call.Stop)),
        ManageEndpoint.Acts<FaultDraft, SimulatorState>(Arm, (call, draft) => call.Service<ISimulatorAdmin>().ArmAsync(call.Caller, call.Text("name"), draft, call.Stop)),
        ManageEndpoint.Ends(Clear, call => call.Service<ISimulatorAdmin>().ClearAsync(call.Caller, call.Text("name"), call.Stop)),
    ];
}
