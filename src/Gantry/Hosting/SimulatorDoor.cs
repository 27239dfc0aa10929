using System.Net.Mime;
using System.Text;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Management.Simulators;
using Gantry.Relay;
using Gantry.Snapshot;

namespace Gantry.Hosting;

/// <inheritdoc cref="ISimulatorDoor"/>
internal sealed class SimulatorDoor(SnapshotBuilder snapshots, UpstreamPools pools, TimeProvider time) : ISimulatorDoor
{
    private const string Path = "/_simulator/scripts";
    private const int Longest = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<string> ScriptsAsync(CatalogRows rows, string upstream, HttpMethod method, string? script, CancellationToken cancellation)
    {
        var target = snapshots.UpstreamOf(rows, upstream) ?? throw Unreachable("it has no address, or its secrets cannot be opened");
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        using var http = new HttpMessageInvoker(pools.Handler(target), disposeHandler: false);
        using var request = new HttpRequestMessage(method, new Uri(target.BaseUrl, Path));
        if (script is not null) request.Content = new StringContent(script, Encoding.UTF8, MediaTypeNames.Application.Json);
        try
        {
            using var answer = await http.SendAsync(request, either.Token);
            if (!answer.IsSuccessStatusCode) throw Unreachable($"it answered with HTTP {(int)answer.StatusCode}; is it `gantry simulator` of this version?");
            await answer.Content.LoadIntoBufferAsync(Longest, either.Token);
            return await answer.Content.ReadAsStringAsync(either.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw Unreachable(failure.Message);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw Unreachable("it did not answer within ten seconds");
        }
    }

    private static RefusedException Unreachable(string why) => RefusedException.Of(RefusalKind.Conflict, "simulator_unreachable", $"The simulator cannot be reached: {why}.");
}
