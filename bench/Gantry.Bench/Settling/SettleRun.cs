using System.Diagnostics;
using System.Globalization;
using Dapper;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Storage;

namespace Gantry.Bench.Settling;

/// <summary>
/// Several processes hold and settle against one wallet in one PostgreSQL at a rate or as fast as it takes them (reliability L-40), each with all that a server has on this
/// way: desk, journal, writer, store. The database is that of <c>GANTRY_DATABASE</c>, and keeps what is written.
/// </summary>
internal sealed class SettleRun(string database, TextWriter output)
{
    private const int Nodes = 3;

    /// <param name="args">For how many seconds; how many processes; how many requests a second they begin together, or 0 for as many as the store takes.</param>
    /// <param name="output">Gets the figures.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (Environment.GetEnvironmentVariable(DataFolder.DatabaseVariable) is not { Length: > 0 } database)
        {
            await output.WriteLineAsync($"{DataFolder.DatabaseVariable} names no database.");
            return 2;
        }

        int[] given = [.. args.Select(arg => int.Parse(arg, CultureInfo.InvariantCulture))];
        return await new SettleRun(database, output).RunAsync(given is [var seconds, ..] ? seconds : 20, given is [_, var nodes, ..] ? nodes : Nodes, given is [_, _, var rate] ? rate : 0);
    }

    private async Task<int> RunAsync(int seconds, int nodes, int perSecond)
    {
        await using var store = await PostgresDatabase.OpenAsync(database, TimeProvider.System, CancellationToken.None);
        var wallet = Guid.CreateVersion7();
        await store.WriteAsync(
            connection => connection.ExecuteAsync(
                """
                INSERT INTO accounts (id, email, role, created_at, managed_by) VALUES (@id, @id, 'user', 0, 'hand');
                INSERT INTO wallets (id, account_id, available_nanos, reserved_nanos, debt_nanos, sequence, head_hash, created_at) VALUES (@id, @id, 0, 0, 0, 0, '', 0)
                """,
                new { id = wallet.ToString() }),
            CancellationToken.None);
        await new LedgerStore(store, TimeProvider.System).PostAsync(
            new LedgerPosting { TransactionId = $"bench:{wallet}", Kind = LedgerKind.Credit, WalletId = wallet, Amount = new Money(5_000_000 * Money.NanosPerDollar), Counter = LedgerAccounts.Promotion, Actor = "bench" },
            CancellationToken.None);
        var processes = Enumerable.Range(0, nodes).Select(_ => Start(wallet, seconds, perSecond / nodes)).ToList();
        var said = await Task.WhenAll(processes.Select(process => process.StandardOutput.ReadToEndAsync()));
        foreach (var line in said) await output.WriteAsync(line);
        foreach (var process in processes) await process.WaitForExitAsync();
        var rate = said.Sum(line => SettleNode.RateOf(line));
        var settled = await store.ReadAsync(
            connection => connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM ledger_transactions WHERE wallet_id = @id AND kind = 'settle'", new { id = wallet.ToString() }), CancellationToken.None);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rate:0} settlements a second by {nodes} processes, {settled} in the ledger"));
        var ended = processes.All(process => process.ExitCode == 0);
        processes.ForEach(process => process.Dispose());
        return ended ? 0 : 1;
    }

    private static Process Start(Guid wallet, int seconds, int perSecond)
    {
        var self = Environment.ProcessPath!;
        string[] first = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [Path.Combine(AppContext.BaseDirectory, "Gantry.Bench.dll")] : [];
        var start = new ProcessStartInfo(self, [.. first, "settle-node", wallet.ToString(), seconds.ToString(CultureInfo.InvariantCulture), perSecond.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }
}
