using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Data.Common;
using System.Diagnostics;
using Gantry.Billing;
using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Nodes;
using Gantry.Storage;
using Gantry.Tests.Billing;

namespace Gantry.Tests.Storage.Ledger;

/// <summary>The money of requests without the requests: hold, dispatch, settlement and record over a real file, at a given rate, as the server is set up.</summary>
internal sealed class LoadRig : IUsageStore, IAsyncDisposable
{
    private static readonly TimeProvider s_time = TimeProvider.System;

    private readonly TempFolder _folder;
    private readonly TemporaryFolder _journals = new();
    private readonly UsageJournal _journal;
    private readonly WalletDesk _desk;
    private readonly int _wallets;
    private readonly List<Task> _running = [];
    private long _asked;

    private LoadRig(TempFolder folder, LedgerRig ledger, int wallets)
    {
        _folder = folder;
        _wallets = wallets;
        Ledger = ledger;
        _desk = new WalletDesk(ledger.Ledger, new GatewayRun(ledger.Run), new SpendTallies(), s_time);
        _journal = JournalRig.Open(_journals);
        Writer = JournalRig.Writer(_journals, _journal, this, Options);
    }

    public int MostRows => Ledger.Usage.MostRows;

    public static UsageWriterOptions Options { get; } = new();

    public LedgerRig Ledger { get; }

    public UsageWriter Writer { get; }

    public string Database => _folder.File(SqliteDatabase.FileName);

    /// <summary>How long each hold took.</summary>
    public Latencies Holds { get; private set; } = new();

    /// <summary>How long each batch took that the store has taken.</summary>
    public Latencies Batches { get; } = new();

    /// <summary>From the end of each request to its row.</summary>
    public Latencies Lags { get; } = new();

    /// <summary>Requests that were held, sent and ended.</summary>
    public long Served => Interlocked.Read(ref _served);

    /// <summary>Requests that were told to come again, before anything was done for them.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>The fullest that the way to the store has been, of 1.</summary>
    public double Fill { get; private set; }

    /// <summary>What went wrong otherwise.</summary>
    public ConcurrentBag<string> Failures { get; } = [];

    /// <summary>What is set aside for a request, and what it costs, in nano-USD.</summary>
    public const long Hold = 20_000_000;

    public const long Cost = 4_000_000;

    private static readonly TimeSpan s_answer = TimeSpan.FromMilliseconds(50);
    private long _served;
    private long _refused;

    public static async Task<LoadRig> OpenAsync(int wallets, long dollars)
    {
        var folder = new TempFolder();
        var database = await TestStore.OpenAsync(folder.File(SqliteDatabase.FileName), s_time, CancellationToken.None);
        var ledger = await LedgerRig.OpenAsync(wallets, database);
        for (var wallet = 0; wallet < wallets; wallet++) await ledger.PostAsync(dollars * Money.NanosPerDollar, wallet: wallet);
        var rig = new LoadRig(folder, ledger, wallets);
        await rig.Writer.StartAsync(CancellationToken.None);
        return rig;
    }

    /// <summary>Begins so many requests a second, each when it is due, and waits for their ends.</summary>
    /// <returns>The rate at which they were begun.</returns>
    public async Task<double> DriveAsync(int perSecond, TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        var all = (long)(perSecond * length.TotalSeconds);
        var begun = 0L;
        while (begun < all)
        {
            for (var due = Math.Min(all, (long)(clock.Elapsed.TotalSeconds * perSecond)); begun < due; begun++) _running.Add(RequestAsync());
            Fill = Math.Max(Fill, (double)Writer.Backlog / Options.Capacity);
            if (_running.Count > 20_000) _running.RemoveAll(request => request.IsCompleted);
            await Task.Delay(1);
        }

        var rate = begun / clock.Elapsed.TotalSeconds;
        await Task.WhenAll(_running);
        return rate;
    }

    /// <summary>Forgets how long holds took until now.</summary>
    public void ForgetHolds() => Holds = new Latencies();

    /// <summary>Waits until the store has all that was served.</summary>
    public async Task<TimeSpan> CaughtUpAsync(TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (Writer.Backlog > 0 && clock.Elapsed < limit) await Task.Delay(10);
        return clock.Elapsed;
    }

    public async Task InsertAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellation)
    {
        var since = s_time.GetTimestamp();
        await Ledger.Usage.InsertAsync(records, cancellation);
        Batches.Add(s_time.GetElapsedTime(since));
        var now = s_time.GetUtcNow();
        foreach (var record in records) Lags.Add(now - record.StartedAt - TimeSpan.FromMicroseconds(record.DurationMicros));
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(CancellationToken.None);
        Writer.Dispose();
        _journal.Dispose();
        await Ledger.DisposeAsync();
        _journals.Dispose();
        _folder.Dispose();
    }

    private async Task RequestAsync()
    {
        // As the relay: who comes while the store is far behind is told to come again.
        if (!Writer.Accepting)
        {
            Interlocked.Increment(ref _refused);
            return;
        }

        var number = Interlocked.Increment(ref _asked);
        var wallet = (int)(number % _wallets);
        var begun = s_time.GetUtcNow();
        var spender = new Spender(LedgerRig.Key(wallet), LedgerRig.Wallet(wallet), "all", TimeZoneInfo.Utc, [], ImmutableArray<SpendCap>.Empty, TimeZoneInfo.Utc);
        try
        {
            var since = s_time.GetTimestamp();
            var outcome = await _desk.HoldAsync(LedgerRig.Wallet(wallet), spender, begun, new Money(Hold), CancellationToken.None);
            Holds.Add(s_time.GetElapsedTime(since));
            if (outcome.Hold is not { } hold)
            {
                Failures.Add($"{outcome.Refusal!.Kind}: {outcome.Refusal.Available}");
                return;
            }

            // Ids ascend as those of the server do: random ones would touch a page of an index each.
            var record = Ledger.Request($"req_{Guid.CreateVersion7(begun):N}", Cost, wallet: wallet) with { StartedAt = begun };
            record = record with { Trail = [record.Trail[0] with { Id = Guid.CreateVersion7(begun) }], Charge = record.Charge! with { AllowanceId = hold.AllowanceId, HoldNanos = hold.Amount.Nanos } };
            var ticket = await Writer.DispatchAsync(record);
            await Task.Delay(s_answer);
            var payment = _desk.Settle(hold, new Money(Cost));
            var charge = record.Charge with { CostNanos = Cost, FromAllowanceNanos = payment.FromAllowance.Nanos, FromWalletNanos = payment.FromWallet.Nanos };
            await Writer.AppendAsync(record with { Charge = charge, DurationMicros = (long)(s_time.GetUtcNow() - begun).TotalMicroseconds }, ticket);
            Interlocked.Increment(ref _served);
        }
        catch (DbException)
        {
            // Nothing was set aside: the relay says 503.
            Interlocked.Increment(ref _refused);
        }
    }
}
