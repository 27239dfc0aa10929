using System.Collections.Frozen;
using System.Collections.Immutable;
using Gantry.Billing;
using Gantry.Billing.Caps;
using Gantry.Billing.Charges;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Nodes;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;
using Gantry.Protocols.Tokens;
using Gantry.Providers;
using Gantry.Relay;
using Gantry.Relay.Paths;
using Gantry.Routing;
using Gantry.Secrets;
using Gantry.Snapshot;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gantry.Bench.BytePaths;

/// <summary>
/// The money of one request as the relay handles it, from the hold to the record in the journal, less what the same request takes without: its
/// record alone.
/// </summary>
internal static class BillingPaths
{
    static readonly byte[] Body = Bodies.Chat(1_000);
    static readonly Guid Account = new("0198c2a4-7a53-7b11-8c11-0123456789ac");
    static readonly Guid KeyId = new("0198c2a4-7a53-7b11-8c11-0123456789ab");

    public static IReadOnlyList<BytePath> All { get; } =
    [
        new("billing/whole", 4_000, static () => Prepare(static till => till.Bill(notes: 0))) { Beside = Unbilled },
        new("billing/stream-of-1000-tokens", 4_000, static () => Prepare(static till => till.Bill(notes: 4))) { Beside = Unbilled },
    ];

    static BytePathRun Unbilled() => Prepare(static till => till.Record());

    static BytePathRun Prepare(Action<Till> once)
    {
        var till = new Till();
        return new(() => once(till), till.Dispose, till.Settle);
    }

    static Exchange Open()
    {
        var model = new Model { Id = "claude-sonnet-4-5", DisplayName = "Claude" };
        var upstream = new Upstream
        {
            Name = "sim",
            Provider = "simulator",
            BaseUrl = new Uri("http://127.0.0.1:9"),
            Credentials = [new UpstreamCredential(new Guid("0198c2a4-7a53-7b11-8c11-0123456789ad"), "not-a-secret")],
            Speaks = [Protocol.Chat],
        };
        var price = new PriceVersion
        {
            Id = "claude-sonnet-4-5@0198c2a47a537b11",
            Model = model.Id,
            ValidFrom = DateTimeOffset.UnixEpoch,
            Source = "file",
            Lines = [new(PriceDimension.Input, 3_000_000_000), new(PriceDimension.Output, 15_000_000_000), new(PriceDimension.CacheRead, 300_000_000)],
        };
        var deployment = new Deployment { Model = model, Upstream = upstream, UpstreamModel = "claude-sonnet-4-5-20250929", Price = new PinnedPrice(price, PinnedPrice.Par) };
        var group = new Group { Name = "anthropic", Offers = FrozenDictionary<string, ImmutableArray<Deployment>>.Empty };
        var http = new DefaultHttpContext();
        return new Exchange
        {
            Http = http,
            Snapshot = new GatewaySnapshot
            {
                Version = 1,
                Keys = FrozenDictionary<KeyHash, ApiKey>.Empty,
                Groups = FrozenDictionary<string, Group>.Empty,
                Models = FrozenDictionary<string, Model>.Empty,
                Settings = new GatewaySettings(),
            },
            Route = new RouteMatch(new RelayRoute("POST", "/chat/completions", Protocol.Chat, Operation.Chat, BodyKind.Json, ModelPlace.Body, Metered: true)),
            RequestId = "req_01jd5tq6x7m8n9p0q1r2s3t4v5",
            StartedAt = TimeProvider.System.GetUtcNow(),
            StartedTicks = TimeProvider.System.GetTimestamp(),
            Watched = new Watched(TimeProvider.System, CancellationToken.None),
            Body = RequestBody.Of(Body, BodyBudget.OfProcess()),
            RequestBytes = Body.Length,
            Facts = RequestPeek.TryRead(new(Body), modelRequired: true, out var facts, out _) ? facts : null,
            Model = model.Id,
            Plan = RoutePlan.Through(new RouteCandidate(group, deployment, upstream.Credentials[0])),
            Key = new ApiKey
            {
                Id = KeyId,
                Name = "laptop",
                AccountId = Account,
                TenantId = Account,
                Display = "sk-testt…test",
                Groups = [group],
                Caps = [new SpendCap(SpendScope.Key, KeyId.ToString(), SpendWindow.Day, new Money(long.MaxValue / 4), TimeZoneInfo.Utc)],
            },
            Attempt = new Attempt(1, new RouteCandidate(group, deployment, upstream.Credentials[0])) { Call = new UpstreamCall(upstream, Protocol.Chat, Operation.Chat, deployment.UpstreamModel) { Path = "/chat/completions" } },
        };
    }

    /// <summary>All that handles the money of a gateway, over a journal on the disk and a ledger that always has some.</summary>
    sealed class Till : IUsageSink, IResponseMeter, IDisposable
    {
        readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gantry-bench-");
        readonly HeldTime _time = new(rings: true);
        readonly Exchange _exchange = BillingPaths.Open();
        readonly UsageJournal _journal;
        readonly Charging _charging;
        readonly ChargeProgress _progress;

        public Till()
        {
            var (time, run) = (_time, new GatewayRun(17));
            var (prompts, history) = (new PromptRatios(), new OutputHistory());
            _journal = new UsageJournal(_folder.FullName, time, NullLogger<UsageJournal>.Instance);
            var desk = new WalletDesk(new RichLedger(), run, new SpendTallies(), time);
            var charged = new ChargedUsage(new TokenCalibration(), new DeliveredRatios(), prompts, history);
            var payers = new PayingWallets(desk, new NoPlans(), time);
            _charging = new Charging(
                desk, payers, this, new HoldEstimate(prompts, history), new BreakOffs(), charged, run, time, NullLogger<Charging>.Instance);
            _progress = new ChargeProgress(payers, this, charged, time, NullLogger<ChargeProgress>.Instance);
        }

        public bool Accepting => true;

        public Task Recovered => Task.CompletedTask;

        public MeterReading Reading => new() { ContentSeen = true };

        public long ContentTokens { get; private set; }

        public void Record()
        {
            Answer();
            Finish(AppendAsync(Compose(null), CancellationToken.None));
        }

        public void Bill(int notes)
        {
            (_exchange.Charge, _exchange.EstimatedUsage, _exchange.ContentTokens, _exchange.Reading) = (null, null, 0, default);
            Check(Finish(_charging.OpenAsync(_exchange, _exchange.Attempt!.Deployment, CancellationToken.None)) is null);
            Finish(_charging.DispatchAsync(_exchange));
            for (var note = 1; note <= notes; note++)
            {
                ContentTokens = 256 * note;
                Finish(_progress.NoteAsync(_exchange, this));
            }

            Answer();
            var paid = _charging.Close(_exchange);
            Check(paid is { CostNanos: > 0 } && paid.FromAllowanceNanos == paid.CostNanos);
            Finish(AppendAsync(Compose(paid), _exchange.Charge!.Ticket!));
        }

        public async ValueTask AppendAsync(UsageRecord record, CancellationToken cancellation) => _journal.Acknowledge([await _journal.AppendAsync(record)]);

        public ValueTask<DispatchTicket> DispatchAsync(UsageRecord asItStands) => _journal.DispatchAsync(asItStands);

        public ValueTask ProgressAsync(DispatchTicket ticket, UsageProgress progress) => _journal.ProgressAsync(ticket, progress);

        public async ValueTask AppendAsync(UsageRecord record, DispatchTicket ticket)
        {
            Check(ticket.TryEnd());
            _journal.Acknowledge([await _journal.AppendAsync(record, ticket)]);
        }

        /// <summary>The journal goes onto the disk, at the end of many requests.</summary>
        public void Settle() => _time.Advance(TimeSpan.FromSeconds(1));

        public void Append(ReadOnlySpan<byte> bytes) => throw new NotSupportedException("What has passed is set, not read.");

        public void Complete() => throw new NotSupportedException("What has passed is set, not read.");

        public void Dispose()
        {
            _journal.Dispose();
            _exchange.Watched.Dispose();
            _exchange.Body!.Dispose();
            _folder.Delete(recursive: true);
        }

        void Answer()
        {
            _exchange.Answering = true;
            _exchange.Status = _exchange.UpstreamStatus = 200;
            _exchange.Outcome = UsageOutcome.Completed;
            _exchange.Reading = new MeterReading
            {
                Usage = new Usage { UncachedInput = 250, Output = 1_000 },
                ContentSeen = true,
                TerminalSeen = true,
                StopReason = "stop",
                ResponseId = "chatcmpl-AbCdEfGh",
            };
        }

        // As the settlement does.
        UsageRecord Compose(UsageCharge? paid) =>
            UsageRecords.Of(_exchange, TimeSpan.FromSeconds(1)) with
            {
                FirstContentMicros = 1_000,
                Charge = paid,
                Trail = [UsageRecords.Attempt(_exchange, _exchange.Attempt!, AttemptOutcome.Served, _exchange.StartedAt, 0, 1_000_000)],
            };

        // One in many waits for the next slice.
        static T Finish<T>(ValueTask<T> work) => work.IsCompletedSuccessfully ? work.Result : work.AsTask().GetAwaiter().GetResult();

        static void Finish(ValueTask work)
        {
            if (!work.IsCompletedSuccessfully)
            {
                work.AsTask().GetAwaiter().GetResult();
            }
        }

        static void Check(bool holds)
        {
            if (!holds)
            {
                throw new InvalidOperationException("The till did not do its work.");
            }
        }
    }

    sealed class NoPlans : IPlanStore
    {
        public Task<PlanWallet> OpenAsync(Guid accountId, PlanTerms terms, TimeZoneInfo zone, CancellationToken cancellation) =>
            throw new InvalidOperationException("No account has a plan.");

        public Task<PlanWallet?> FindAsync(Guid accountId, CancellationToken cancellation) => Task.FromResult<PlanWallet?>(null);

        public Task<IReadOnlyList<PlanWallet>> RunningAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PlanWallet>>([]);

        public Task<int> EndAsync(CancellationToken cancellation) => Task.FromResult(0);
    }

    sealed class RichLedger : ILedgerStore
    {
        public Task<long> BeginRunAsync(NodeFacts node, CancellationToken cancellation) => Task.FromResult(17L);

        public Task<NodeCensus> RenewRunAsync(long run, CancellationToken cancellation) => Task.FromResult(NodeCensus.Alone);

        public Task EndRunAsync(long run, CancellationToken cancellation) => Task.CompletedTask;

        public Task<Reserved> ReserveAsync(ReserveAsk ask, CancellationToken cancellation) => Task.FromResult(new Reserved(ask.Want, Money.Zero));

        public Task<Money> ReleaseAsync(Guid allowanceId, Money amount, Guid id, CancellationToken cancellation) => Task.FromResult(amount);

        public Task<int> SweepDeadAsync(long run, CancellationToken cancellation) => Task.FromResult(0);

        public Task<ShareGrant> TakeCapAsync(long run, ShareAsk ask, SpendKey key, int nodes, CancellationToken cancellation) => Task.FromResult(new ShareGrant(ask.Limit, true, 0, 0));

        public Task KeepCapAsync(long run, string subject, long keep, CancellationToken cancellation) => Task.CompletedTask;

        public Task<int> SweepAsync(IReadOnlyCollection<long> alive, CancellationToken cancellation) => Task.FromResult(0);

        public Task<PostingResult> PostAsync(LedgerPosting posting, CancellationToken cancellation) => Task.FromResult(PostingResult.NoWallet);

        public Task<WalletBalance?> BalanceAsync(Guid walletId, CancellationToken cancellation) => Task.FromResult<WalletBalance?>(null);

        public Task<Money> SpentAsync(SpendScope scope, string id, DateTimeOffset? since, long exceptRun, CancellationToken cancellation) => Task.FromResult(Money.Zero);
    }
}
