using System.Collections.Immutable;
using System.Data.Common;
using System.Threading.Channels;
using Dapper;
using Gantry.Nodes;

namespace Gantry.Storage;

/// <summary>
/// Words through LISTEN and NOTIFY: one connection hears, any of the pool says. While the hearing connection is broken words are lost, and those who listen are told when
/// it is back. One that the network has forgotten is found out by a word of its own.
/// </summary>
internal sealed class PostgresNodeBus(PostgresDatabase database, TimeProvider time) : INodeBus, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private const int Waiting = 1000;

    private readonly CancellationTokenSource _ending = new();

    // Words are hints: the oldest of too many are of no use any more.
    private readonly Channel<string> _toSay = Channel.CreateBounded<string>(new BoundedChannelOptions(Waiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
    private ImmutableArray<Listening> _listening = [];
    private Task _work = Task.CompletedTask;

    /// <summary>Begins to hear and to say.</summary>
    public void Start() => _work = Task.WhenAll(HearAsync(_ending.Token), SayAsync(_ending.Token));

    public void Say(string word) => _toSay.Writer.TryWrite(word);

    public IDisposable Listen(Action<string?> heard)
    {
        var listening = new Listening(this, heard);
        ImmutableInterlocked.Update(ref _listening, all => all.Add(listening));
        return listening;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _work;
        _ending.Dispose();
    }

    private async Task HearAsync(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.ListenAsync(NodeWire.Channel, Tell, ending);
                Tell(null);
                while (true)
                {
                    // A word to itself, if there was none for a while: a connection that is gone without a sign breaks at it.
                    if (!await connection.WaitAsync(Patience, ending)) await connection.ExecuteAsync(new CommandDefinition("SELECT 1", commandTimeout: (int)Patience.TotalSeconds, cancellationToken: ending));
                }
            }
            catch (Exception failure) when (failure is DbException or TimeoutException or IOException)
            {
                await Task.Delay(Pause, time, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task SayAsync(CancellationToken ending)
    {
        try
        {
            while (true) await TrySayAsync(await _toSay.Reader.ReadAsync(ending), ending);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task TrySayAsync(string word, CancellationToken ending)
    {
        try
        {
            await database.SayAsync(NodeWire.Channel, word, ending);
        }
        catch (Exception failure) when (failure is DbException or TimeoutException or IOException)
        {
            // Lost, as any word may be.
            return;
        }
    }

    private void Tell(string? word)
    {
        foreach (var listening in _listening) listening.Heard(word);
    }

    private sealed class Listening(PostgresNodeBus bus, Action<string?> heard) : IDisposable
    {
        public Action<string?> Heard => heard;

        public void Dispose() => ImmutableInterlocked.Update(ref bus._listening, all => all.Remove(this));
    }
}
