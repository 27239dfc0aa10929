namespace Gantry.Hosting;

/// <summary>The life of a server that is part of a command: it begins and ends where the command says, whatever signals come.</summary>
internal sealed class CommandLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
