using Gantry.Console.Addresses;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Deployments;
using Gantry.Contracts.Manage.Groups;
using Gantry.Contracts.Manage.Health;
using Gantry.Contracts.Manage.Me;
using Gantry.Contracts.Manage.Upstreams;
using Gantry.Contracts.Manage.Wallets;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Upstreams;

/// <summary>One upstream: its settings, its credentials, whether it works, and which of its models are offered. Also the way on from having added it.</summary>
public sealed partial class UpstreamPage
{
    // What somebody gives themselves to begin with, where they do not say otherwise.
    private const string FirstCredit = "5.00";

    private readonly OfferTable _offers = new();
    private Versioned<UpstreamView>? _upstream;
    private IReadOnlyList<DeploymentView> _deployments = [];
    private IReadOnlyList<TargetView> _targets = [];
    private IReadOnlyList<string> _groups = [];
    private UpstreamModels? _listing;
    private UpstreamOffered? _offered;
    private UpstreamFields _fields = new();
    private DateTimeOffset? _provedUntil;
    private Refusal? _creditRefused;
    private Asked _asked;
    private bool _marked;
    private bool _needsCredit;
    private string _testModel = "";
    private string _credit = FirstCredit;
    private int _step = 3;

    private enum Asked
    {
        Nothing,
        Edit,
        Delete,
    }

    [Inject]
    private IUpstreamAdmin Upstreams { get; set; } = null!;

    [Inject]
    private IDeploymentAdmin Deployments { get; set; } = null!;

    [Inject]
    private IGroupAdmin Groups { get; set; } = null!;

    [Inject]
    private IHealthAdmin Health { get; set; } = null!;

    [Inject]
    private IMe Me { get; set; } = null!;

    [Inject]
    private IMyWallet Wallet { get; set; } = null!;

    [Inject]
    private IWalletAdmin Wallets { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>Which one.</summary>
    [SupplyParameterFromQuery(Name = "name")]
    private string? Asking { get; set; }

    /// <summary>Somebody is led from step to step.</summary>
    [SupplyParameterFromQuery(Name = "guide")]
    private string? Guide { get; set; }

    private string Name => Asking ?? "";

    private bool Guided => Guide == "1";

    private UpstreamWords W => field ??= new UpstreamWords(Tongue);

    private Preset Preset => Presets.Of(_upstream?.Value.Provider ?? "");

    /// <summary>Where an upstream is shown.</summary>
    public static string Address(string name, bool guided = false) => $"{ConsolePaths.Upstream}?name={Uri.EscapeDataString(name)}{(guided ? "&guide=1" : "")}";

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        await RefreshAsync(who, cancellation);
        _groups = [.. (await Parts.AllAsync(query => Groups.ListAsync(who, query, cancellation))).Select(group => group.Name)];
        _provedUntil = (await Me.GetAsync(who, cancellation)).ProvedUntil;
        _testModel = _deployments is [var first, ..] ? first.UpstreamModel : "";
        if (Guided || _deployments.Count == 0) await ListAsync(who, cancellation);
    }

    private async Task RefreshAsync(IActor who, CancellationToken cancellation)
    {
        _upstream = await Upstreams.GetAsync(who, Name, cancellation);
        _deployments = await Parts.AllAsync(query => Deployments.ListAsync(who, new DeploymentQuery { Limit = query.Limit, After = query.After, Upstream = Name }, cancellation));
        _targets = [.. (await Health.GetAsync(who, cancellation)).Targets.Where(target => target.Upstream == Name)];
    }

    /// <summary>For the parts of the page: what they do is done as everything else is, and they show themselves what became of it.</summary>
    private async Task<Errand> RunAsync(Func<IActor, CancellationToken, Task> work)
    {
        var running = DoAsync(work);
        StateHasChanged();
        var done = await running;
        var errand = new Errand(done, Refused);
        Refused = null;
        StateHasChanged();
        return errand;
    }

    private async Task ListAsync(IActor who, CancellationToken cancellation)
    {
        _listing = await Upstreams.ModelsAsync(who, Name, new UpstreamModelsQuery(), cancellation);
        _offers.Fill(_listing.Models, Preset.IsOwnMachine);
        if (_testModel.Length == 0) _testModel = _offers.Suggestion() ?? "";
    }

    private Task<bool> FetchAsync() => DoAsync(ListAsync);

    private void Tested() => _step = Math.Max(_step, 4);

    private async Task OfferedAsync(UpstreamOffered offered)
    {
        _offered = offered;
        _step = 5;
        await DoAsync(async (who, cancellation) =>
        {
            await RefreshAsync(who, cancellation);
            await ListAsync(who, cancellation);
            var paid = _offers.All.Any(row => offered.Models.Contains(row.Model) && row.Listed.Price is { Free: false });
            _needsCredit = paid && (await Wallet.GetAsync(who, cancellation)).Available.AmountNanos <= 0;
        });
        StateHasChanged();
        await Browser.FocusAsync("#served");
    }

    private async Task CreditAsync()
    {
        var move = new MoneyMove { Amount = _credit.Trim(), Reason = W.CreditReason };
        var (done, why) = await RunAsync(async (who, cancellation) => await Wallets.CreditAsync(who, who.AccountId, move, cancellation));
        _creditRefused = why;
        if (!done) return;
        _needsCredit = false;
        Shell.Say(W.Credited(Figures.Money(move.Amount)));
        await Browser.FocusAsync("#make-key");
    }

    private async Task StartEditingAsync()
    {
        if (!await DoAsync(RefreshAsync)) return;
        (_fields, _marked, _asked) = (UpstreamFields.Of(_upstream!.Value), false, Asked.Edit);
    }

    private async Task SaveAsync()
    {
        var fields = _fields;
        var done = await DoAsync(async (who, cancellation) =>
        {
            await Upstreams.EditAsync(who, Name, fields.Over, _upstream!.Tag, cancellation);
            await RefreshAsync(who, cancellation);
            _asked = Asked.Nothing;
            Shell.Say(W.Saved(Name));
            await Browser.FocusAsync("#edit-upstream");
        });
        if (!done) _marked = Refused is not null && fields.Mark(Refused);
    }

    private Task<bool> SwitchAsync() => DoAsync(async (who, cancellation) =>
    {
        var disabled = !_upstream!.Value.Disabled;
        await Upstreams.EditAsync(who, Name, terms => terms with { Disabled = disabled }, _upstream.Tag, cancellation);
        await RefreshAsync(who, cancellation);
        Shell.Say(disabled ? W.NowDisabled(Name) : W.Enabled(Name));
    });

    private async Task StartDeletingAsync()
    {
        if (await DoAsync(RefreshAsync)) _asked = Asked.Delete;
    }

    private async Task DeleteAsync()
    {
        var done = await DoAsync(async (who, cancellation) =>
        {
            await Upstreams.DeleteAsync(who, Name, _upstream!.Tag, cancellation);
            Shell.Say(W.Deleted(Name));
        });
        if (done) Navigation.NavigateTo(ConsolePaths.Upstreams);
    }

    private void Close() => (_asked, Refused) = (Asked.Nothing, null);
}
