using Gantry.Storage;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Npgsql;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>A server that is stopped or cut off in the middle of a write must not stop all others (reliability ).</summary>
[Collection(AloneCollection.Name)]
public sealed class StoppedWriterTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_that_does_not_go_on_is_ended_the_others_write_and_it_is_done_again_when_it_wakes(bool betweenRows)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var name = await PostgresCluster.NewDatabaseAsync();
        await using var stopped = await PostgresDatabase.OpenAsync(name, TimeProvider.System, cancellation);
        await stopped.ClaimAsync("one", cancellation);
        await using var other = await PostgresDatabase.OpenAsync(name, TimeProvider.System, cancellation);
        await other.ClaimAsync("two", cancellation);
        var begun = new TaskCompletionSource();
        var goes = new TaskCompletionSource();
        var write = stopped.WriteAsync(
            async connection =>
            {
                await using var import = betweenRows ? await ((NpgsqlConnection)connection).BeginBinaryImportAsync("COPY shares (subject, run, granted) FROM STDIN (FORMAT BINARY)") : null;
                begun.TrySetResult();
                await goes.Task;
                if (import is not null) await import.CompleteAsync();
                return true;
            },
            cancellation);
        await begun.Task;
        await NodeCluster.UntilAsync(() => CanWriteAsync(other), TimeSpan.FromSeconds(12));
        goes.SetResult();
        // It was undone, and is done again.
        Assert.True(await write);
    }

    private static async Task<bool> CanWriteAsync(PostgresDatabase database)
    {
        try
        {
            return await database.WriteAsync(static _ => Task.FromResult(true), TestContext.Current.CancellationToken);
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }
}
