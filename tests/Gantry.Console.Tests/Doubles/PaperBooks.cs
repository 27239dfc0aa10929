using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Arrivals;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Payments;
using Gantry.Contracts.Manage.Prices;
using Gantry.Contracts.Manage.Usages;
using Gantry.Contracts.Manage.Wallets;

namespace Gantry.Console.Tests.Doubles;

/// <summary>An account that has done nothing yet.</summary>
internal sealed class PaperBooks : IMyKeys, IMyWallet, IMyUsage, IMyPayments, ITryouts, IPriceList, IMyArrivals
{
    private static readonly UsdAmount Nothing = new("0.00", 0);

    public Task<Page<KeyView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation) => Task.FromResult(new Page<KeyView>([], null));

    public Task<Versioned<KeyView>> GetAsync(IActor who, Guid id, CancellationToken cancellation) => throw RefusedException.Missing("key");

    public Task<KeyIssued> CreateAsync(IActor who, MyKeyDraft draft, CancellationToken cancellation) => throw RefusedException.Field("groups", "there are none");

    public Task<Versioned<KeyView>> EditAsync(IActor who, Guid id, Func<KeyTerms, KeyTerms> change, string? tag, CancellationToken cancellation) => throw RefusedException.Missing("key");

    public Task RevokeAsync(IActor who, Guid id, string? tag, CancellationToken cancellation) => throw RefusedException.Missing("key");

    public Task<Page<KeySpending>> SpendingAsync(IActor who, PageQuery query, CancellationToken cancellation) => Task.FromResult(new Page<KeySpending>([], null));

    public Task<KeyIssued> RotateAsync(IActor who, Guid id, KeyRotation rotation, CancellationToken cancellation) => throw RefusedException.Missing("key");

    public Task<ITryout> OpenAsync(IActor who, TryoutTerms terms, CancellationToken cancellation) => throw RefusedException.Field("groups", "there are none");

    public Task<PaymentOffer> OfferAsync(IActor who, CancellationToken cancellation) => Task.FromResult(new PaymentOffer { Cards = false });

    Task<Page<PaymentView>> IMyPayments.ListAsync(IActor who, PageQuery query, CancellationToken cancellation) => Task.FromResult(new Page<PaymentView>([], null));

    Task<PaymentView> IMyPayments.GetAsync(IActor who, Guid id, CancellationToken cancellation) => throw RefusedException.Missing("payment");

    public Task<PaymentView> OpenAsync(IActor who, PaymentDraft draft, Uri origin, CancellationToken cancellation) => throw RefusedException.Field("amount", "there is none");

    public Task<WalletView> GetAsync(IActor who, CancellationToken cancellation) =>
        Task.FromResult(new WalletView { AccountId = who.AccountId, Available = Nothing, Reserved = Nothing, Total = Nothing, Debt = Nothing });

    public Task<Page<EntryView>> EntriesAsync(IActor who, PageQuery query, CancellationToken cancellation) => Task.FromResult(new Page<EntryView>([], null));

    public Task<CodeUsed> RedeemAsync(IActor who, CodeUse use, CancellationToken cancellation) => throw RefusedException.Field("code", "there is none");

    public Task<Page<RecordView>> ListAsync(IActor who, RecordQuery query, CancellationToken cancellation) => Task.FromResult(new Page<RecordView>([], null));

    public Task<UsageSums> SumAsync(IActor who, SumQuery query, CancellationToken cancellation) => Task.FromResult(new UsageSums(
        default, default, query.GroupBy, [], new SumView { Requests = 0, Usage = new UsageBuckets(), Cost = Nothing, Charged = Nothing, Overrun = Nothing, Refunded = Nothing }));

    public PriceListView? ForAnybody() => PaperPrices.List;

    public PriceListView For(IActor who) => PaperPrices.List;

    public IArrivalWatch Watch(IActor who) => throw RefusedException.Missing("arrivals");

    public Task<RequestReport> GetAsync(IActor who, string id, CancellationToken cancellation) => throw RefusedException.Missing("request");
}
