using Gantry.Console.Addresses;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Deployments;
using Gantry.Contracts.Manage.Me;
using Gantry.Contracts.Manage.Models;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Models;

/// <summary>One model: what is known of it, who serves it, and every price that it had and is going to have.</summary>
public sealed partial class ModelPage
{
    private Versioned<ModelView>? _model;
    private Versioned<ModelPrices>? _prices;
    private IReadOnlyList<DeploymentView> _deployments = [];
    private IReadOnlyList<PriceVersionView> _versions = [];
    private ModelFields _fields = new();
    private PriceFields _price = new();
    private DateTimeOffset? _provedUntil;
    private Asked _asked;
    private bool _marked;

    private enum Asked
    {
        Nothing,
        Form,
        Price,
    }

    [Inject]
    private IModelAdmin Models { get; set; } = null!;

    [Inject]
    private IDeploymentAdmin Deployments { get; set; } = null!;

    [Inject]
    private IMe Me { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>Which one.</summary>
    [SupplyParameterFromQuery(Name = "id")]
    private string? Asking { get; set; }

    private string Id => Asking ?? "";

    private ModelWords W => field ??= new ModelWords(Tongue);

    /// <summary>Where a model is shown.</summary>
    public static string Address(string id) => $"{ConsolePaths.Model}?id={Uri.EscapeDataString(id)}";

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        await RefreshAsync(who, cancellation);
        _deployments = [.. (await Parts.AllAsync(query => Deployments.ListAsync(who, new DeploymentQuery { Limit = query.Limit, After = query.After }, cancellation))).Where(one => one.Model == Id)];
        _provedUntil = (await Me.GetAsync(who, cancellation)).ProvedUntil;
    }

    private async Task RefreshAsync(IActor who, CancellationToken cancellation)
    {
        _model = await Models.GetAsync(who, Id, cancellation);
        _prices = await Models.PricesAsync(who, Id, cancellation);
        _versions = (await Models.VersionsAsync(who, Id, new PageQuery { Limit = PageQuery.Most }, cancellation)).Data;
    }

    private async Task StartEditingAsync()
    {
        if (!await DoAsync(RefreshAsync)) return;
        (_fields, _marked, _asked) = (ModelFields.Of(_model!.Value), false, Asked.Form);
    }

    private async Task SaveAsync()
    {
        var fields = _fields;
        if (fields.Read<ModelTerms>(Words.NotANumber) is not { } said)
        {
            Unread();
            return;
        }

        var done = await DoAsync(async (who, cancellation) =>
        {
            await Models.EditAsync(who, Id, said, _model!.Tag, cancellation);
            await DoneAsync(W.Saved(Id), "#edit-model", who, cancellation);
        });
        if (!done) _marked = Refused is not null && fields.Mark(Refused);
    }

    private async Task StartPricingAsync()
    {
        if (!await DoAsync(RefreshAsync)) return;
        var now = Time.GetUtcNow();
        var there = _prices!.Value;
        (_price, _marked, _asked) = (PriceFields.Of(there.Prices.LastOrDefault(one => one.From <= now)?.Price ?? there.Price), false, Asked.Price);
    }

    private async Task SetPriceAsync()
    {
        var price = _price;
        if (price.Read(Shell.Zone, Time.GetUtcNow(), W.BadTime) is not { } change)
        {
            Unread();
            return;
        }

        var done = await DoAsync(async (who, cancellation) =>
        {
            await Models.SetPricesAsync(who, Id, change, _prices!.Tag, cancellation);
            await DoneAsync(W.Priced(Id), "#set-price", who, cancellation);
        });
        if (!done) _marked = Refused is not null && price.Mark(Refused);
    }

    private async Task DoneAsync(string said, string focus, IActor who, CancellationToken cancellation)
    {
        await RefreshAsync(who, cancellation);
        _asked = Asked.Nothing;
        Shell.Say(said);
        await Browser.FocusAsync(focus);
    }

    private void Unread() => (Refused, _marked) = (new Refusal { Kind = RefusalKind.Invalid, Code = "invalid_request", Detail = Words.Check }, true);

    private void Close() => (_asked, Refused) = (Asked.Nothing, null);
}
