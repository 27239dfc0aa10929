using System.Diagnostics;
using System.Globalization;
using Gantry.Billing;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Nodes;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gantry.Bench.Settling;

/// <summary>One of the processes of a <see cref="SettleRun"/>.</summary>
internal sealed class SettleNode : IUsageStore
{
    private const int Callers = 64;
    private const int MostWaiting = 4_000;
    private const string Rate = "settled ";

    private static readonly TimeProvider s_time = TimeProvider.System;
    private readonly Guid _wallet;
    private readonly long _run;
    private readonly int _perSecond;
    private readonly UsageStore _usage;
    private readonly LedgerStore _ledger;
    private readonly WalletDesk _desk;
    private readonly List<double> _holds = [];
    private readonly List<double> _reserves = [];
    private readonly List<double> _batches = [];
    private readonly TaskCompletionSource<Guid> _allowance = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _settled;
    private long _asked;

    private SettleNode(PostgresDatabase database, Guid wallet, long run, int perSecond)
    {
        (_wallet, _run, _perSecond) = (wallet, run, perSecond);
        _usage = new UsageStore(database, s_time);
        _ledger = new LedgerStore(database, s_time);
        _desk = new WalletDesk(_ledger, new GatewayRun(run), new SpendTallies(), s_time);
    }

    public int MostRows => _usage.MostRows;

    public static double RateOf(string said) =>
        said.Split(Rate) is [_, var rest, ..] ? double.Parse(rest.Split('/')[0], CultureInfo.InvariantCulture) : 0;

    public static async Task<int> RunAsync(Guid wallet, int seconds, int perSecond, TextWriter output)
    {
        await using var database = await PostgresDatabase.ConnectAsync(Environment.GetEnvironmentVariable(DataFolder.DatabaseVariable)!, CancellationToken.None);
        var run = await new LedgerStore(database, s_time).BeginRunAsync(new NodeFacts("bench"), CancellationToken.None);
        await new SettleNode(database, wallet, run, perSecond).DriveAsync(TimeSpan.FromSeconds(seconds), output);
        return 0;
    }

    public async Task InsertAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellation)
    {
        var since = s_time.GetTimestamp();
        await _usage.InsertAsync(records, cancellation);
        lock (_batches) _batches.Add(s_time.GetElapsedTime(since).TotalMilliseconds);
        Interlocked.Add(ref _settled, records.Count);
    }

    private async Task DriveAsync(TimeSpan length, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("gantry-settle-");
        using (var journal = new UsageJournal(folder.FullName, s_time, NullLogger<UsageJournal>.Instance))
        {
            var options = new UsageWriterOptions();
            var recovery = new UsageRecovery(journal, new UnpricedOrphans(), null, options, s_time, NullLogger<UsageRecovery>.Instance);
            using var writer = new UsageWriter(journal, this, new DeadLetters(folder.FullName, s_time), recovery, options, s_time, NullLogger<UsageWriter>.Instance);
            await writer.StartAsync(CancellationToken.None);
            // The first two seconds warm up.
            await DriveAsync(writer, TimeSpan.FromSeconds(2));
            foreach (var times in (List<double>[])[_holds, _reserves, _batches]) lock (times) times.Clear();
            var (before, since, used) = (Interlocked.Read(ref _settled), s_time.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
            await DriveAsync(writer, length);
            var (settled, took) = (Interlocked.Read(ref _settled) - before, s_time.GetElapsedTime(since));
            var processor = Process.GetCurrentProcess().TotalProcessorTime - used;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{Rate}{settled / took.TotalSeconds:0}/s, hold {Text(_holds)}, reserve in the ledger {Text(_reserves)}, batch {Text(_batches)}, processor {processor.TotalMicroseconds / Math.Max(1, settled):0} us each"));
            await writer.StopAsync(CancellationToken.None);
        }

        folder.Delete(recursive: true);
    }

    private async Task DriveAsync(UsageWriter writer, TimeSpan length)
    {
        using var end = new CancellationTokenSource(length);
        await Task.WhenAll([.. Enumerable.Range(0, Callers).Select(_ => CallAsync(writer, end.Token)), ReserveAsync(end.Token)]);
    }

    // What a request waits for whose slice is at its end.
    private async Task ReserveAsync(CancellationToken end)
    {
        var allowance = await _allowance.Task;
        while (!end.IsCancellationRequested)
        {
            var since = s_time.GetTimestamp();
            await _ledger.ReserveAsync(new ReserveAsk(Guid.CreateVersion7(), _wallet, allowance, _run, new Money(1000), new Money(1)), CancellationToken.None);
            lock (_reserves) _reserves.Add(s_time.GetElapsedTime(since).TotalMilliseconds);
            await Task.Delay(TimeSpan.FromMilliseconds(20), s_time, CancellationToken.None);
        }    }

    private async Task CallAsync(UsageWriter writer, CancellationToken end)
    {
        var first = s_time.GetTimestamp();
        for (var done = 0L; !end.IsCancellationRequested; done++)
        {
            await Task.Yield();
            // Each caller keeps to its share of the rate, and what it is late with it does at once.
            if (writer.Backlog > MostWaiting || (_perSecond > 0 && done > s_time.GetElapsedTime(first).TotalSeconds * _perSecond / Callers))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), s_time, CancellationToken.None);
                done--;
                continue;
            }

            var number = Interlocked.Increment(ref _asked);
            var begun = s_time.GetUtcNow();
            var key = new Guid((int)(number % 20), 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 2);
            var spender = new Spender(key, _wallet, "all", TimeZoneInfo.Utc, [], [], TimeZoneInfo.Utc);
            var since = s_time.GetTimestamp();
            var hold = (await _desk.HoldAsync(_wallet, spender, begun, new Money(20_000_000), CancellationToken.None)).Hold ?? throw new InvalidOperationException("The wallet is empty.");
            lock (_holds) _holds.Add(s_time.GetElapsedTime(since).TotalMilliseconds);
            _allowance.TrySetResult(hold.AllowanceId);
            var record = Record(number, begun, key, hold);
            var ticket = await writer.DispatchAsync(record);
            var payment = _desk.Settle(hold, new Money(4_000_000));
            var charge = record.Charge! with { CostNanos = 4_000_000, FromAllowanceNanos = payment.FromAllowance.Nanos, FromWalletNanos = payment.FromWallet.Nanos };
            await writer.AppendAsync(record with { Charge = charge, DurationMicros = 1_000_000 + (number % 1000 * 1000) }, ticket);
        }
    }

    private UsageRecord Record(long number, DateTimeOffset begun, Guid key, Hold hold) => new()
    {
        RequestId = $"req_{Guid.CreateVersion7(begun):N}",
        StartedAt = begun,
        KeyId = key,
        AccountId = _wallet,
        Group = "all",
        Model = $"claude-sonnet-4-{number % 3}",
        Upstream = "anthropic",
        UpstreamModel = "claude-sonnet-4-5-20250929",
        Protocol = Protocol.Messages,
        Operation = Operation.Chat,
        Streamed = true,
        Status = 200,
        Outcome = UsageOutcome.Completed,
        Usage = new Usage { UncachedInput = 1000, Output = 200 },
        UsageSource = UsageSource.Reported,
        UpstreamResponseId = $"msg_{Guid.CreateVersion7(begun):N}",
        FirstContentMicros = 300_000 + (number % 700 * 1000),
        Attempts = 1,
        RequestBytes = 4000,
        ResponseBytes = 2000,
        Charge = new UsageCharge { WalletId = _wallet, AllowanceId = hold.AllowanceId, Run = _run, HoldNanos = 20_000_000, CostNanos = 0, PriceVersion = "claude-sonnet-4-5@0198c2a47a537b11", MultiplierPpm = 1_000_000 },
        Trail = [new AttemptRecord { Id = Guid.CreateVersion7(begun), Number = 1, Upstream = "anthropic", UpstreamModel = "claude-sonnet-4-5-20250929", Status = 200, CostNanos = 3_000_000, CostStatus = AttemptCostStatus.Exact }],
    };

    private static string Text(List<double> milliseconds)
    {
        lock (milliseconds)
        {
            milliseconds.Sort();
            return milliseconds.Count == 0 ? "none" : string.Create(
                CultureInfo.InvariantCulture,
                $"p50 {milliseconds[milliseconds.Count / 2]:0.0} p99 {milliseconds[milliseconds.Count * 99 / 100]:0.0} most {milliseconds[^1]:0.0} ms of {milliseconds.Count}");
        }
    }
}
