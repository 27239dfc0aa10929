using System.Globalization;
using Gantry.Console.Circuits;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Payments;
using Gantry.Contracts.Manage.Teams;
using Gantry.Contracts.Manage.Wallets;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Wallet;

/// <summary>What one has, how to have more, and where it went.</summary>
public sealed partial class WalletPage
{
    private const int EntriesAPage = 25;
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _left = new();
    private readonly List<EntryView> _entries = [];
    private readonly List<PaymentView> _payments = [];
    private WalletView? _wallet;
    private PaymentOffer? _offer;
    private PaymentView? _order;
    private IReadOnlyList<KeySpending>? _caps;
    private int _teams;
    private string? _moreEntries;
    private string? _morePayments;
    private string _code = "";
    private string _amount = "10.00";
    private string[] _codeErrors = [];
    private string[] _amountErrors = [];
    private Asked _asked;

    private enum Asked
    {
        Nothing,
        Code,
        Card,
    }

    [Inject]
    private IMyWallet MyWallet { get; set; } = null!;

    [Inject]
    private IMyPayments MyPayments { get; set; } = null!;

    [Inject]
    private IMyTeams MyTeams { get; set; } = null!;

    [Inject]
    private IMyKeys MyKeys { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>The payer comes back from the payment of this order.</summary>
    [SupplyParameterFromQuery(Name = "order")]
    private string? Order { get; set; }

    private WalletWords W => field ??= new WalletWords(Tongue);

    private string AmountHint => _offer is { Least: { } least, Most: { } most } ? W.Bounds(Figures.Money(least.Amount), Figures.Money(most.Amount)) : "\u00a0";

    private string? CodeRefused => Refused switch
    {
        { Code: "bad_code" } => W.BadCode,
        { Code: "too_many_codes", RetryAfter: { } wait } => W.TooMany(Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes)).ToString(CultureInfo.InvariantCulture)),
        _ => null,
    };

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        _offer = await MyPayments.OfferAsync(who, cancellation);
        if (Guid.TryParse(Order, out var id)) _order = await FindAsync(who, id, cancellation);
        await RefreshAsync(who, cancellation);
        _caps = await CapsAsync(who, cancellation);
        _teams = (await MyTeams.ListAsync(who, new PageQuery { Limit = 1 }, cancellation)).Data.Count;
        if (_order is { State: "created" or "pending" }) _ = WatchAsync(_order.Id);
    }

    private async Task RefreshAsync(IActor who, CancellationToken cancellation)
    {
        _wallet = await MyWallet.GetAsync(who, cancellation);
        var entries = await MyWallet.EntriesAsync(who, new PageQuery { Limit = EntriesAPage }, cancellation);
        Begin(_entries, entries.Data);
        _moreEntries = entries.Next;
        var payments = await MyPayments.ListAsync(who, new PageQuery { Limit = EntriesAPage }, cancellation);
        Begin(_payments, payments.Data);
        _morePayments = payments.Next;
    }

    private async Task<IReadOnlyList<KeySpending>> CapsAsync(IActor who, CancellationToken cancellation)
    {
        var capped = new List<KeySpending>();
        string? after = null;
        do
        {
            var part = await MyKeys.SpendingAsync(who, new PageQuery { Limit = PageQuery.Most, After = after }, cancellation);
            capped.AddRange(part.Data.Where(key => key.Caps.Count > 0));
            after = part.Next;
        }
        while (after is not null);
        return capped;
    }

    // One that is somebody else's is like one that is not there.
    private async Task<PaymentView?> FindAsync(IActor who, Guid id, CancellationToken cancellation)
    {
        try
        {
            return await MyPayments.GetAsync(who, id, cancellation);
        }
        catch (RefusedException refused) when (refused.Refusal.Kind == RefusalKind.NotFound)
        {
            return null;
        }
    }

    // The provider's word comes by a way of its own, usually within seconds of the payer.
    private async Task WatchAsync(Guid id)
    {
        try
        {
            using var timer = new PeriodicTimer(AskAgain, Time);
            while (await timer.WaitForNextTickAsync(_left.Token))
            {
                var who = await Attendance.ActorAsync(_left.Token);
                var order = await FindAsync(who, id, _left.Token);
                if (order is null || order == _order) continue;
                _order = order;
                await RefreshAsync(who, _left.Token);
                await InvokeAsync(StateHasChanged);
                if (order.State is not ("created" or "pending")) return;
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SessionOverException or RefusedException)
        {
            // The page was left, or the session is over: whoever comes back asks anew.
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    }

    private async Task RedeemAsync()
    {
        (_asked, _codeErrors, Refused) = (Asked.Code, [], null);
        if (string.IsNullOrWhiteSpace(_code))
        {
            _codeErrors = [W.NoCode];
            return;
        }

        await DoAsync(async (who, cancellation) =>
        {
            var used = await MyWallet.RedeemAsync(who, new CodeUse { Code = _code }, cancellation);
            _code = "";
            Shell.Say(W.Added(Figures.Money(used.Credited.Amount)));
            await RefreshAsync(who, cancellation);
        });
    }

    private async Task PayAsync()
    {
        (_asked, _amountErrors, Refused) = (Asked.Card, [], null);
        var done = await DoAsync(async (who, cancellation) =>
        {
            var order = await MyPayments.OpenAsync(who, new PaymentDraft { Amount = _amount.Trim() }, new Uri(Navigation.BaseUri), cancellation);
            Navigation.NavigateTo(order.Url!, forceLoad: true);
        });
        if (!done && Refused is { Kind: RefusalKind.Invalid }) _amountErrors = [_offer is { Least: not null } ? $"{W.BadAmount} {AmountHint}" : W.BadAmount];
    }

    private Task<bool> MoreEntriesAsync() => DoAsync(async (who, cancellation) =>
    {
        var part = await MyWallet.EntriesAsync(who, new PageQuery { Limit = EntriesAPage, After = _moreEntries }, cancellation);
        _entries.AddRange(part.Data);
        _moreEntries = part.Next;
    });

    private Task<bool> MorePaymentsAsync() => DoAsync(async (who, cancellation) =>
    {
        var part = await MyPayments.ListAsync(who, new PageQuery { Limit = EntriesAPage, After = _morePayments }, cancellation);
        _payments.AddRange(part.Data);
        _morePayments = part.Next;
    });

    private static void Begin<T>(List<T> list, IReadOnlyList<T> first)
    {
        list.Clear();
        list.AddRange(first);
    }

    private static string Shown(UsdAmount? amount) => amount is null ? "\u00a0" : Figures.Money(amount.Amount);

    // For the eye alone: the amounts stand beside it.
    private static long Share(BudgetLine cap) => cap.Amount.AmountNanos <= 0 ? 100 : (long)Int128.Clamp((Int128)cap.Spent.AmountNanos * 100 / cap.Amount.AmountNanos, 0, 100);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _left.Cancel();
            _left.Dispose();
        }

        base.Dispose(disposing);
    }
}
