using System.Text.Json;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Simulators;
using Gantry.Management.Http;
using Gantry.Management.Rows;

namespace Gantry.Management.Simulators;

/// <inheritdoc cref="ISimulatorAdmin"/>
internal sealed class SimulatorAdmin(Admission admission, CatalogEditor catalog, ISimulatorDoor door, IAuditLog audit) : ISimulatorAdmin
{
    private const string Provider = "simulator";
    private const int LongestModel = 256;

    public async Task<Page<SimulatorView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation)
    {
        admission.Check(who, SimulatorResource.List);
        var rows = await catalog.LoadAsync(cancellation);
        return ManageCursor.Page(rows.Upstreams.Where(u => u.Provider == Provider), query, u => u.Name, u => View(u, rows));
    }

    public async Task<SimulatorState> GetAsync(IActor who, string name, CancellationToken cancellation)
    {
        admission.Check(who, SimulatorResource.Get);
        return FaultScripts.Read(await door.ScriptsAsync(await RowsAsync(name, cancellation), name, HttpMethod.Get, null, cancellation));
    }

    public async Task<SimulatorState> ArmAsync(IActor who, string name, FaultDraft draft, CancellationToken cancellation)
    {
        var caller = admission.Check(who, SimulatorResource.Arm);
        if (!FaultScripts.Knows(draft.Fault)) throw RefusedException.Field("fault", $"must be one of {string.Join(", ", FaultNames.All)}");
        if (draft.Count is < 1 or > FaultDraft.MostRequests) throw RefusedException.Field("count", $"must be from 1 to {FaultDraft.MostRequests}");
        if (draft.Model is { Length: 0 or > LongestModel }) throw RefusedException.Field("model", $"must have 1 to {LongestModel} characters");
        if (draft.RetryAfter is < 0 or > FaultDraft.LongestRetryAfter) throw RefusedException.Field("retry_after", $"must be from 0 to {FaultDraft.LongestRetryAfter} seconds");
        if (draft.RetryAfter is not null && !FaultNames.WithRetryAfter.Contains(draft.Fault)) throw RefusedException.Field("retry_after", $"is only said by {string.Join(", ", FaultNames.WithRetryAfter)}");
        var rows = await RowsAsync(name, cancellation);
        await door.ScriptsAsync(rows, name, HttpMethod.Post, FaultScripts.Write(draft), cancellation);

        // A fault that waits must be in the log, whether the client has left or not.
        var said = JsonSerializer.Serialize(new { fault = draft.Fault, model = draft.Model, count = draft.Count, retry_after = draft.RetryAfter });
        await audit.AppendAsync(caller.Note(SimulatorResource.Arm.Action!), [new AuditChange($"upstream {name}", null, said)], CancellationToken.None);
        return FaultScripts.Read(await door.ScriptsAsync(rows, name, HttpMethod.Get, null, cancellation));
    }

    public async Task ClearAsync(IActor who, string name, CancellationToken cancellation)
    {
        var caller = admission.Check(who, SimulatorResource.Clear);
        await door.ScriptsAsync(await RowsAsync(name, cancellation), name, HttpMethod.Delete, null, cancellation);
        await audit.AppendAsync(caller.Note(SimulatorResource.Clear.Action!), [new AuditChange($"upstream {name}")], CancellationToken.None);
    }

    // Of other upstreams nobody is asked anything here.
    private async Task<CatalogRows> RowsAsync(string name, CancellationToken cancellation)
    {
        var rows = await catalog.LoadAsync(cancellation);
        return rows.Upstreams.Any(u => u.Name == name && u.Provider == Provider) ? rows : throw RefusedException.Missing("simulator");
    }

    private static SimulatorView View(UpstreamRow row, CatalogRows rows) => new()
    {
        Name = row.Name,
        BaseUrl = row.BaseUrl,
        Disabled = row.Disabled,
        Models =
        [
            .. rows.Deployments.Where(d => d.Upstream == row.Name).OrderBy(d => d.Model, StringComparer.Ordinal).ThenBy(d => d.Group, StringComparer.Ordinal)
                .Select(d => new SimulatorModel(d.Model, d.Group, d.UpstreamModel)),
        ],
    };
}
