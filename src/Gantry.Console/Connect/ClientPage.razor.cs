using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Connect;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Arrivals;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Prices;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Connect;

/// <summary>How one client is set up, filled with address, key and model, beside what arrives from it.</summary>
public sealed partial class ClientPage
{
    private static readonly string[] Hidden = ["MODEL", "SMALL-MODEL"];

    private IArrivalWatch? _watch;
    private PriceListView? _prices;
    private IReadOnlyList<string> _models = [];
    private string _group = ModelOffer.Auto;
    private string _model = "";
    private string _small = "";
    private string _variant = "";
    private ClientSystem _system = ClientSystem.Linux;
    private Recipe? _recipe;

    /// <summary>As in <see cref="Recipe.Id"/>.</summary>
    [Parameter]
    public string Client { get; set; } = "";

    [Inject]
    private IMyKeys Keys { get; set; } = null!;

    [Inject]
    private IPriceList Prices { get; set; } = null!;

    [Inject]
    private IMyArrivals Arrivals { get; set; } = null!;

    [Inject]
    internal HeldKey Held { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private ConnectWords W => field ??= new ConnectWords(Tongue);

    // Who comes straight from offering models is here before they are in force.
    protected override TimeSpan Every => TimeSpan.FromSeconds(1);

    protected override bool Waits => _recipe is not null && _models.Count == 0 && Refused is null;

    private string Address => Navigation.BaseUri.TrimEnd('/');

    private IReadOnlyList<RecipeStep> Steps => _recipe!.Steps(new ClientSetUp
    {
        Address = Address,
        Key = Held.Secret ?? _watch?.Placeholder ?? "YOUR_KEY",
        Model = _model.Length > 0 ? _model : Hidden[0],
        SmallModel = _small.Length > 0 ? _small : Hidden[1],
        System = _system,
        Variant = _variant,
    });

    protected override void OnParametersSet()
    {
        _recipe = Recipes.Find(Client);
        _variant = _recipe is { Variants: [var first, ..] } ? first : "";
    }

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        if (_recipe is null) return;
        // What the person chooses meanwhile stays.
        if (_watch is null) _system = await Browser.SystemAsync();
        _prices = Prices.For(who);
        Offer();
        if (_watch is not null) return;
        _watch = Arrivals.Watch(who);
        _watch.Expect(Held.Secret);
    }

    private void Offer()
    {
        _models = ModelOffer.Of(_prices!, _group);
        _model = _recipe!.Taste.PickMain(_models) ?? "";
        _small = _recipe.Taste.PickSmall(_models) ?? "";
    }

    private void ChooseGroup(ChangeEventArgs chosen)
    {
        _group = (string?)chosen.Value ?? ModelOffer.Auto;
        Offer();
    }

    private Task<bool> MakeAsync() => DoAsync(async (who, cancellation) =>
    {
        List<string> taken = [];
        string? after = null;
        do
        {
            var part = await Keys.ListAsync(who, new PageQuery { Limit = PageQuery.Most, After = after }, cancellation);
            taken.AddRange(part.Data.Select(key => key.Name));
            after = part.Next;
        }
        while (after is not null);
        var issued = await Keys.CreateAsync(who, new MyKeyDraft { Name = ModelOffer.FreeName(_recipe!.Name, taken), Groups = [_group] }, cancellation);
        Hold(issued.Secret, issued.Key.Name);
        Shell.Say(W.Made(issued.Key.Name));
    });

    private void Paste(ChangeEventArgs typed) => Hold(((string?)typed.Value)?.Trim(), null);

    private void Hold(string? secret, string? name)
    {
        Held.Hold(secret, name);
        _watch?.Expect(Held.Secret);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _watch?.Dispose();
        base.Dispose(disposing);
    }
}
