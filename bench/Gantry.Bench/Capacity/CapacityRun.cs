using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;

namespace Gantry.Bench.Capacity;

/// <summary>
/// Servers, their group writers and one database as queues, event by event. How much is set aside is decided by the gateway's own arithmetic (<see cref="ReserveAsk"/>);
/// how long anything takes was measured.
/// </summary>
sealed class CapacityRun
{
    const int BatchRows = 250;
    const double BatchWait = 100;
    const int GroupSize = 64;
    const double GiftPatience = 250;
    const int Rounds = 2;
    const double LackPause = 1000;
    const double SliceLasts = 10_000;
    const int SliceOfHolds = 16;
    static readonly long LeastSlice = Money.NanosPerDollar / 4;
    static readonly long LargestSlice = 20 * Money.NanosPerDollar;

    readonly CapacityModel _model;
    readonly Random _random;
    readonly PriorityQueue<Action, (double, long)> _events = new();
    readonly Node[] _nodes;
    readonly long[] _available;
    readonly Queue<(Node Node, double Took)> _database = new();
    readonly List<double> _lags = [];
    readonly List<double> _waits = [];
    double _now;
    long _sequence;
    int _writing;
    double _busy;
    int _settled;
    int _arrived;
    int _refused;
    int _wrong;
    int _refills;
    int _recalls;
    double _left = double.NaN;

    CapacityRun(CapacityModel model)
    {
        _model = model;
        _random = new Random(model.Seed);
        _nodes = [.. Enumerable.Range(0, model.Nodes).Select(_ => new Node(model.Wallets))];
        _available = [.. Enumerable.Repeat(model.Balance, model.Wallets)];
    }

    public static CapacityResult Of(CapacityModel model) => new CapacityRun(model).Run();

    CapacityResult Run()
    {
        var end = _model.Seconds * 1000;
        At(Next(), Arrive);
        foreach (var node in _nodes) At(_random.NextDouble() * BatchWait, () => Batch(node));
        while (_events.TryDequeue(out var act, out var when) && when.Item1 <= end)
        {
            _now = when.Item1;
            act();
        }

        return new CapacityResult(
            _settled / _model.Seconds,
            _busy / end / _model.Writers,
            High(_lags),
            High(_waits),
            _nodes.Sum(node => node.Ended.Count),
            _arrived,
            _refused,
            _wrong,
            _refills / _model.Seconds,
            _recalls / _model.Seconds,
            _left);
    }

    double Next() => -Math.Log(1 - _random.NextDouble()) * 1000 / _model.Rate;

    void At(double delay, Action act) => _events.Enqueue(act, (_now + delay, _sequence++));

    void Arrive()
    {
        At(Next(), Arrive);
        _arrived++;
        var wallet = _random.NextDouble() < _model.HotShare || _model.Wallets == 1 ? 0 : 1 + _random.Next(_model.Wallets - 1);
        var node = _nodes[_model.Sticky ? wallet % _nodes.Length : _random.Next(_nodes.Length)];
        var (account, since) = (node.Accounts[wallet], _now);
        Hold(node, account, wallet, since, account.Refills);
        // Fetched ahead: less than half of the slice is left.
        if (account.Free < account.Slice / 2 && !account.Asking && _now >= account.ShortUntil) Refill(node, account, wallet, missing: 0);
    }

    // Only a refill that began after the request came proves that there is nothing for it.
    void Hold(Node node, Account account, int wallet, double since, int cameAfter)
    {
        if (account.Free >= _model.Hold)
        {
            account.Free -= _model.Hold;
            _waits.Add(_now - since);
            At(-Math.Log(1 - _random.NextDouble()) * _model.Duration, () => Finish(node, account));
            return;
        }

        if (account.FoundNothing > cameAfter)
        {
            _refused++;
            var money = _available[wallet] + _nodes.Sum(other => other.Accounts[wallet].Free);
            if (money >= _model.Hold) _wrong++;
            if (double.IsNaN(_left)) _left = (double)money / _model.Balance;
            return;
        }

        account.Waiting.Enqueue(() => Hold(node, account, wallet, since, cameAfter));
        if (!account.Asking) Refill(node, account, wallet, _model.Hold - account.Free);
    }

    void Finish(Node node, Account account)
    {
        // A quarter to the whole of what was held; the rest is free again at once.
        account.Free += (long)(_random.NextDouble() * 0.75 * _model.Hold);
        node.Ended.Enqueue(_now);
    }

    void Refill(Node node, Account account, int wallet, long missing)
    {
        account.Asking = true;
        account.Refills++;
        var lasted = Math.Max(_now - account.RefilledAt, SliceLasts / 16);
        account.Slice = Math.Min(LargestSlice, Math.Max(Math.Max(LeastSlice, (long)(account.Slice * SliceLasts / lasted)), _model.Hold * SliceOfHolds));
        Ask(node, account, wallet, missing, round: 0);
    }

    void Ask(Node node, Account account, int wallet, long missing, int round) => Write(node, _model.Reserve, () =>
    {
        var ask = new ReserveAsk(Guid.Empty, Guid.Empty, Guid.Empty, 0, new Money(account.Slice + missing), new Money(missing)) { Nodes = _nodes.Length, Unit = new Money(_model.Hold) };
        var granted = ask.From(new Money(_available[wallet])).Nanos;
        _available[wallet] -= granted;
        account.Free += granted;
        account.RefilledAt = _now;
        _refills++;
        var elsewhere = _nodes.Length > 1 && _nodes.Any(other => other != node && other.Accounts[wallet].Free > 0);
        if (granted == 0 && missing > 0 && elsewhere && round < Rounds && _now >= account.LackedUntil)
        {
            Recall(node, account, wallet, missing, round);
            return;
        }

        if (granted < account.Slice) account.ShortUntil = _now + 1000;
        if (granted == 0 && round > 0) account.LackedUntil = _now + LackPause;
        if (granted == 0 && missing > 0) account.FoundNothing = account.Refills;
        account.Asking = false;
        for (var waiting = account.Waiting.Count; waiting > 0; waiting--) account.Waiting.Dequeue()();
    });

    // The others hear it, each gives back what it has to spare, and the first gift wakes whoever waits.
    void Recall(Node node, Account account, int wallet, long missing, int round)
    {
        _recalls++;
        var heard = false;
        void Again()
        {
            if (heard) return;
            heard = true;
            Ask(node, account, wallet, missing, round + 1);
        }

        foreach (var other in _nodes.Where(other => other != node && other.Accounts[wallet].Free > 0))
        {
            At(_model.Word, () =>
            {
                var gift = other.Accounts[wallet].Free;
                other.Accounts[wallet].Free = 0;
                Write(other, _model.Reserve, () =>
                {
                    _available[wallet] += gift;
                    At(_model.Word, Again);
                });
            });
        }

        At(GiftPatience, Again);
    }

    void Batch(Node node)
    {
        if (node.Ended.Count == 0 || node.Settling)
        {
            At(BatchWait, () => Batch(node));
            return;
        }

        node.Settling = true;
        var ended = new List<double>();
        while (ended.Count < BatchRows && node.Ended.TryDequeue(out var at)) ended.Add(at);
        Write(node, ended.Count * _model.Row, () =>
        {
            node.Settling = false;
            _settled += ended.Count;
            _lags.AddRange(ended.Select(at => _now - at));
            At(node.Ended.Count >= BatchRows ? 0 : BatchWait, () => Batch(node));
        });
    }

    // A server sends one group of writes at a time; those that come meanwhile share the next commit.
    void Write(Node node, double took, Action done)
    {
        node.Writes.Enqueue((took, done));
        if (!node.InGroup) Group(node);
    }

    void Group(Node node)
    {
        var (took, ends) = (_model.Commit, new List<Action>());
        while (ends.Count < GroupSize && node.Writes.TryDequeue(out var write))
        {
            took += write.Took;
            ends.Add(write.Done);
        }

        node.InGroup = true;
        node.Ends = ends;
        _database.Enqueue((node, took));
        Serve();
    }

    void Serve()
    {
        while (_writing < _model.Writers && _database.TryDequeue(out var next))
        {
            _writing++;
            var ends = next.Node.Ends;
            At(next.Took, () =>
            {
                _writing--;
                _busy += next.Took;
                next.Node.InGroup = false;
                foreach (var end in ends) end();
                if (!next.Node.InGroup && next.Node.Writes.Count > 0) Group(next.Node);
                Serve();
            });
        }
    }

    static double High(List<double> values)
    {
        if (values.Count == 0) return double.NaN;
        values.Sort();
        return values[values.Count * 99 / 100];
    }

    sealed class Node(int wallets)
    {
        public Account[] Accounts { get; } = [.. Enumerable.Range(0, wallets).Select(_ => new Account())];

        public Queue<double> Ended { get; } = new();

        public Queue<(double Took, Action Done)> Writes { get; } = new();

        public List<Action> Ends { get; set; } = [];

        public bool InGroup { get; set; }

        public bool Settling { get; set; }
    }

    sealed class Account
    {
        public long Free { get; set; }

        public long Slice { get; set; }

        public double RefilledAt { get; set; } = double.NegativeInfinity;

        public double ShortUntil { get; set; }

        public double LackedUntil { get; set; }

        public bool Asking { get; set; }

        /// <summary>Counts them; the last one that asked in need and got nothing is <see cref="FoundNothing"/>.</summary>
        public int Refills { get; set; }

        public int FoundNothing { get; set; }

        public Queue<Action> Waiting { get; } = new();
    }
}
