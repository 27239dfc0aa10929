using System.Collections.Immutable;
using Gantry.Billing;
using Gantry.Billing.Caps;
using Gantry.Billing.Charges;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Nodes;
using Gantry.Protocols.Hub;
using Gantry.Tests.Storage;
using Gantry.Tests.Storage.Ledger;

namespace Gantry.Tests.Billing.Wallets;

/// <summary>
/// One random life of a gateway's money: requests begin, grow, end, are paid and refunded; money comes and is taken away; the ledger is slow,
/// fails or loses its answer; the process is killed, also while it recovers. After every step the books are looked through.
/// </summary>
/// <remarks>One thread, no clock, no luck but the seed: see <see cref="Pump"/>.</remarks>
internal sealed class Schedule : IDisposable
{
    private const int Steps = 60;
    private const string Version = "v1";

    private readonly Pump _pump = new();
    private readonly Random _random;
    private readonly GatedLedger _ledger;
    private readonly ILedgerStore _truth;
    private readonly IUsageStore _usage;
    private readonly IBooks _books;
    private readonly int _checkEvery;
    private readonly FixedTime _time;
    private readonly Spender[] _spenders;
    private readonly PinnedPrice _price;
    private readonly SweptCharge _sweep;
    private readonly List<PlayedRequest> _requests = [];
    private readonly List<Task> _background = [];
    private readonly HashSet<Guid> _lostAnswers = [];
    private readonly string _name;
    private GatewayRun _run = new(0);
    private SpendTallies _tallies = new();
    private WalletDesk _desk;
    private int _step;
    private int _postings;

    private Schedule(int seed, ILedgerStore truth, IUsageStore usage, IBooks books, IReadOnlyList<Guid> wallets, FixedTime time, int checkEvery)
    {
        _name = $"s{seed}";
        _random = new Random(seed);
        (_truth, _usage, _books, _time, _checkEvery) = (truth, usage, books, time, checkEvery);
        _ledger = new GatedLedger(truth) { IsOpen = false };
        var version = Snapshots.Price("m", new PriceLine(PriceDimension.Input, 1_000_003_000_000), new PriceLine(PriceDimension.Output, 1_000_003_000_000)) with { Id = Version };
        _price = new PinnedPrice(version, 1 + _random.Next(2_000_000));
        _sweep = new SweptCharge(new Dictionary<string, PriceVersion> { [Version] = version });
        _spenders = [.. wallets.SelectMany(wallet => Enumerable.Range(0, 2).Select(key => SpenderOf(wallet, key)))];
        _desk = Start();
    }

    /// <summary>Plays the life of a seed.</summary>
    /// <exception cref="InvalidOperationException">A rule was broken; names the seed and the step.</exception>
    public static void Play(int seed, ILedgerStore truth, IUsageStore usage, IBooks books, IReadOnlyList<Guid> wallets, FixedTime time, int checkEvery = 1)
    {
        using var schedule = new Schedule(seed, truth, usage, books, wallets, time, checkEvery);
        try
        {
            schedule.Play();
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"Schedule of seed {seed}, step {schedule._step}: {fault.Message}", fault);
        }
    }

    public void Dispose()
    {
        _requests.ForEach(request => request.Dispose());
        _pump.Dispose();
    }

    private IEnumerable<PlayedRequest> Running => _requests.Where(r => r is { Hold.Closed: false, Dispatched: not null, Finished: null } && r.Run == _run.Number);

    private void Play()
    {
        for (_step = 0; _step < Steps; _step++)
        {
            Step();
            Observe();
            if (_step % _checkEvery == 0) Check();
        }

        while (_ledger.Waiting > 0)
        {
            _pump.Finish(_ledger.PerformAsync());
            Observe();
        }

        foreach (var request in Running.ToArray()) Finish(request);
        Crash(isLast: true);
        Check();
        var books = _pump.Finish(_books.ReadAsync());
        Require(books.Wallets.Values.All(w => w.Reserved == 0), "Something is set aside for nobody.");
        Require(_requests.Where(r => r.Dispatched is not null).All(r => books.Settled.ContainsKey(r.Id)), "A request that was sent has no end.");
    }

    private void Step()
    {
        switch (_random.Next(26))
        {
            case < 6:
                Begin();
                break;
            case < 10 when _ledger.Waiting > 0:
                Answer();
                break;
            case < 13 when Some(Running) is { } request:
                Finish(request);
                break;
            case < 15 when Some(Running.Where(r => r.Extending is null)) is { } request:
                request.Extending = _desk.ExtendAsync(request.Hold!, Amount(), request.Left.Token).AsTask();
                break;
            case 15 when Some(Running) is { } request:
                request.Progress = new UsageProgress(request.Id, new Usage { UncachedInput = _random.Next(50), Output = _random.Next(300) }, _random.Next(4) > 0);
                break;
            case < 18:
                Store();
                break;
            case 18:
                Post(_random.Next(3) == 0 ? LedgerKind.Chargeback : LedgerKind.Adjust, -Amount());
                break;
            case 19:
                Post(LedgerKind.TopUp, Amount() + Amount());
                break;
            case 20:
                Refund();
                break;
            case 21 or 22:
                _background.Add(_desk.ReleaseAsync(_random.Next(2) == 0 ? TimeSpan.Zero : AllowanceKeeper.Idle, CancellationToken.None));
                break;
            case 23:
                _time.Now += TimeSpan.FromMinutes(_random.Next(4) == 0 ? _random.Next(600) : _random.Next(2));
                _desk.Trim();
                break;
            case 24 when _random.Next(3) == 0:
                Crash(isLast: false);
                break;
            case 25 when Some(_requests.Where(r => r.Holding is { IsCompleted: false })) is { } request:
                request.Left.Cancel();
                break;
        }

        _pump.Drain();
    }

    private void Begin()
    {
        var request = new PlayedRequest { Id = $"req_{_name}_{_requests.Count}", Spender = _spenders[_random.Next(_spenders.Length)], StartedAt = _time.Now, Run = _run.Number };
        _requests.Add(request);
        request.Holding = _desk.HoldAsync(request.Spender.AccountId, request.Spender, request.StartedAt, Amount(), request.Left.Token).AsTask();
    }

    private void Answer()
    {
        var at = _random.Next(_ledger.Waiting);
        switch (_random.Next(8))
        {
            case 0:
                _ledger.Refuse(at);
                break;
            case 1 when _ledger.CanBeLost(at):
                _spenders.Select(s => s.AccountId).ToList().ForEach(wallet => _lostAnswers.Add(wallet));
                _pump.Finish(_ledger.PerformAndLoseAsync(at));
                break;
            default:
                _pump.Finish(_ledger.PerformAsync(at));
                break;
        }
    }

    // What has been granted, refused or given up since the last look.
    private void Observe()
    {
        _pump.Drain();
        foreach (var request in _requests.Where(r => r.Run == _run.Number && r.Holding is { IsCompleted: true }))
        {
            var holding = request.Holding!;
            request.Holding = null;
            if (holding.IsCanceled || holding.Exception?.InnerException is IOException) continue;
            var (hold, refusal) = _pump.Finish(holding);
            Require(refusal is not { Kind: HoldRefusalKind.Balance } || refusal.Available < refusal.Needed, "A hold was refused for which there was money.");
            request.Hold = hold;
            if (hold is null) continue;
            if (_random.Next(10) == 0)
            {
                Require(_desk.Settle(hold, Money.Zero) == default, "What was not sent costs something.");
                continue;
            }

            request.Dispatched = Record(request, default, Money.Zero) with { Outcome = UsageOutcome.Interrupted };
        }

        foreach (var request in Running.Where(r => r.Extending is { IsCompleted: true })) request.Extending = null;
    }

    private void Finish(PlayedRequest request)
    {
        if (request.Extending is not null)
        {
            request.Left.Cancel();
            _pump.Drain();
            Require(request.Extending.IsCompleted, "An extension outlives its request.");
            request.Extending = null;
        }

        var hold = request.Hold!;
        var cost = _random.Next(6) == 0 ? Money.Zero : PriceEngine.Cost(_price, new BilledUsage(new Usage { UncachedInput = _random.Next(300), Output = _random.Next(300) }));
        cost = _random.Next(2) == 0 ? Money.Min(cost, hold.Amount) : cost;
        var payment = _desk.Settle(hold, cost);
        Require(payment.FromAllowance + payment.FromWallet <= cost, "More is paid than it costs.");
        Require(cost > hold.Amount || payment.FromAllowance == cost, "A hold does not pay what it covers.");
        Require(_desk.Settle(hold, cost) == default, "A request is paid twice.");
        request.Finished = Record(request, payment, cost);
    }

    private void Store()
    {
        var batch = _requests.Where(r => r.Finished is not null && (!r.Stored || _random.Next(8) == 0)).OrderBy(_ => _random.Next()).Take(1 + _random.Next(8)).ToArray();
        if (batch.Length > 0) Insert(batch);
    }

    private void Insert(IReadOnlyList<PlayedRequest> batch)
    {
        _pump.Finish(_usage.InsertAsync([.. batch.Select(r => r.Finished!)], CancellationToken.None));
        foreach (var request in batch) request.Stored = true;
    }

    private void Refund()
    {
        var books = _pump.Finish(_books.ReadAsync());
        if (Some(_requests.Where(r => books.Settled.TryGetValue(r.Id, out var s) && s.Paid > s.Refunded)) is not { } request) return;
        var (paid, _, refunded) = books.Settled[request.Id];
        var amount = new Money(1 + _random.NextInt64(paid - refunded));
        Post(LedgerKind.Refund, amount, request);
        if (request.Run == _run.Number) _tallies.Refund(request.Spender, request.StartedAt, amount);
        else _tallies.RefundOther(request.Spender, request.StartedAt, amount);
    }

    private void Post(LedgerKind kind, Money amount, PlayedRequest? request = null) => _pump.Finish(_truth.PostAsync(
        new LedgerPosting
        {
            TransactionId = $"{_name}:{_postings++}",
            Kind = kind,
            WalletId = (request?.Spender ?? _spenders[_random.Next(_spenders.Length)]).AccountId,
            Amount = amount,
            Counter = kind == LedgerKind.Refund ? LedgerAccounts.Refunds : kind == LedgerKind.Adjust ? LedgerAccounts.Adjustments : LedgerAccounts.Stripe,
            Actor = "test",
            RequestId = request?.Id,
        },
        CancellationToken.None));

    // Memory is gone; the ledger and the journal stay. Some of what was on its way to the ledger arrives.
    private void Crash(bool isLast)
    {
        while (_ledger.Waiting > 0)
        {
            if (_random.Next(2) == 0) _pump.Finish(_ledger.PerformAsync());
            else _ledger.Refuse();
        }

        do
        {
            foreach (var request in _requests)
            {
                request.Holding = null;
                request.Extending = null;
            }

            _desk = Start();
        }
        while (!Recover(mayDie: !isLast));
    }

    // Finished requests first, then those without an end, then what nobody will claim: the order of the gateway.
    private bool Recover(bool mayDie)
    {
        foreach (var part in _requests.Where(r => r.Finished is not null && (!r.Stored || _random.Next(3) == 0)).Chunk(3))
        {
            Insert(part);
            if (mayDie && _random.Next(12) == 0) return false;
        }

        foreach (var orphan in _requests.Where(r => r is { Dispatched: not null, Finished: null }))
        {
            var swept = _sweep.Compose(orphan.Dispatched!, orphan.Progress);
            Require(swept.Charge!.FromAllowanceNanos <= orphan.Dispatched!.Charge!.HoldNanos, "A killed request is charged more than it held.");
            _pump.Finish(_usage.InsertAsync([swept], CancellationToken.None));
            if (mayDie && _random.Next(12) == 0) return false;
            orphan.Finished = swept;
            orphan.Stored = true;
        }

        _pump.Finish(_truth.SweepAsync([_run.Number], CancellationToken.None));
        return true;
    }

    private WalletDesk Start()
    {
        _run = new GatewayRun(_pump.Finish(_truth.BeginRunAsync(new NodeFacts("here"), CancellationToken.None)));
        _tallies = new SpendTallies();
        _lostAnswers.Clear();
        _background.RemoveAll(work => work.IsCompleted);
        return new WalletDesk(_ledger, _run, _tallies, _time);
    }

    private void Check()
    {
        var books = _pump.Finish(_books.ReadAsync());
        Require(books.Lost == 0, $"{books.Lost} nano-USD came from nowhere.");
        var open = books.Allowances.Values.Where(a => a.Open).ToArray();
        foreach (var (id, wallet) in books.Wallets)
        {
            Require(wallet is { Available: >= 0, Reserved: >= 0, Debt: >= 0 }, "A wallet is below zero.");
            Require(wallet.Reserved == open.Where(a => a.WalletId == id).Sum(a => a.Remaining), "What is reserved is not what the allowances hold.");
            var remaining = open.Where(a => a.WalletId == id && a.Run == _run.Number).Sum(a => a.Remaining);
            var promised = _desk.State(id).Free.Nanos + _requests.Where(r => r.Run == _run.Number && r.Spender.AccountId == id && !r.Stored)
                .Sum(r => r.Finished?.Charge!.FromAllowanceNanos ?? (r.Hold is { Closed: false } hold ? hold.Amount.Nanos : 0));
            Require(promised <= remaining, $"{promised} are promised out of an allowance of {remaining}.");
            Require(promised == remaining || _ledger.Waiting > 0 || _lostAnswers.Contains(id), $"{remaining - promised} nano-USD of an allowance are forgotten.");
        }

        foreach (var request in _requests.Where(r => r.Stored)) CheckPaid(request, books);
        Require(books.Settled.Count == _requests.Count(r => books.Settled.ContainsKey(r.Id)), "Something was settled that never ran.");
        foreach (var spender in _spenders) CheckCaps(spender, books);
    }

    private static void CheckPaid(PlayedRequest request, Books books)
    {
        var charge = request.Finished!.Charge!;
        Require(books.Settled.TryGetValue(request.Id, out var settled), "A stored record was not settled.");
        Require(settled.Paid + settled.Overrun == charge.CostNanos && settled is { Paid: >= 0, Overrun: >= 0 }, "The parts of a charge are not the charge.");
        Require(settled.Paid <= charge.FromAllowanceNanos + charge.FromWalletNanos, "A wallet paid more than it was asked for.");
        Require(charge.CostNanos > charge.HoldNanos || settled.Overrun == 0, "The house pays for what a hold covered.");
    }

    private void CheckCaps(Spender spender, Books books)
    {
        foreach (var cap in spender.Caps)
        {
            foreach (var window in _requests.Where(r => r.Spender.KeyId == spender.KeyId && (r.Hold is not null || r.Dispatched is not null))
                .GroupBy(r => cap.Window == SpendWindow.Total ? default : r.StartedAt.UtcDateTime.Date))
            {
                var counted = window.Sum(r => r is { Hold.Closed: true, Finished: null } && r.Dispatched is null ? 0 : r.Counts(books));
                Require(counted <= cap.Limit.Nanos, $"{counted} under a cap of {cap.Limit.Nanos}.");
            }
        }
    }

    private UsageRecord Record(PlayedRequest request, Payment payment, Money cost)
    {
        var record = DeskRig.Record(request.Id, request.Hold!, payment, cost);
        return record with { Trail = [LedgerRig.Attempt(request.Id, 1, 0)], Charge = record.Charge! with { Run = _run.Number, PriceVersion = Version, MultiplierPpm = _price.MultiplierPpm } };
    }

    private Spender SpenderOf(Guid wallet, int key)
    {
        var id = new Guid([.. wallet.ToByteArray()[..15], (byte)(100 + key)]);
        ImmutableArray<SpendCap> caps = _random.Next(2) == 0
            ? []
            : [new SpendCap(SpendScope.Key, id.ToString(), _random.Next(2) == 0 ? SpendWindow.Total : SpendWindow.Day, Amount() + Amount(), TimeZoneInfo.Utc)];
        return new Spender(id, wallet, "all", TimeZoneInfo.Utc, caps, [], TimeZoneInfo.Utc);
    }

    private Money Amount() => new(1 + (_random.Next(12) == 0 ? _random.NextInt64(3 * Money.NanosPerDollar) : _random.NextInt64(Money.NanosPerDollar * 2 / 5)));

    private PlayedRequest? Some(IEnumerable<PlayedRequest> requests) => requests.ToArray() is { Length: > 0 } some ? some[_random.Next(some.Length)] : null;

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException(otherwise);
    }
}
