using Gantry.Billing.Wallets;
using Gantry.Observe;
using Gantry.Storage;

namespace Gantry.Hosting;

/// <summary>Lets the meter of the node hear from those who know, while the server runs.</summary>
internal sealed class NodeTelemetry(NodeMeter meter, NodeFigures figures, WalletDesk desk, DataFolder folder) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        meter.Tell(figures);
        desk.Refilled = meter.NoteRefill;
        if (folder.Writer is { } writer) writer.Committed = meter.NoteCommit;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
