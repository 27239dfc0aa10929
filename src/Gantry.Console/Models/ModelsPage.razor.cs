using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Deployments;
using Gantry.Contracts.Manage.Me;
using Gantry.Contracts.Manage.Models;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Models;

/// <summary>What clients may ask for, what it costs, and where it is served.</summary>
public sealed partial class ModelsPage
{
    // More are found by name.
    private const int MostShown = 200;

    private IReadOnlyList<ModelView> _models = [];
    private IReadOnlyList<DeploymentView> _deployments = [];
    private Versioned<ModelView>? _deleted;
    private ModelFields _fields = new();
    private DateTimeOffset? _provedUntil;
    private Asked _asked;
    private bool _marked;
    private string _search = "";

    private enum Asked
    {
        Nothing,
        Form,
        Delete,
    }

    [Inject]
    private IModelAdmin Models { get; set; } = null!;

    [Inject]
    private IDeploymentAdmin Deployments { get; set; } = null!;

    [Inject]
    private IMe Me { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private ModelWords W => field ??= new ModelWords(Tongue);

    private List<ModelView> Found => [.. _models.Where(one => one.Aliases.Append(one.Id).Append(one.OwnedBy).Append(one.DisplayName ?? "").Any(text => text.Contains(_search, StringComparison.OrdinalIgnoreCase)))];

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        _models = await Parts.AllAsync(query => Models.ListAsync(who, query, cancellation));
        _deployments = await Parts.AllAsync(query => Deployments.ListAsync(who, new DeploymentQuery { Limit = query.Limit, After = query.After }, cancellation));
        _provedUntil = (await Me.GetAsync(who, cancellation)).ProvedUntil;
    }

    private string Served(string model) =>
        _deployments.Where(one => one.Model == model).Select(one => one.Group).Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } groups ? string.Join(", ", groups) : W.Nobody;

    private List<string> Hanging(string model) => [.. _deployments.Where(one => one.Model == model).Select(one => W.At(one.UpstreamModel, one.Upstream, one.Group))];

    private string Glance(ModelView model)
    {
        var now = Time.GetUtcNow();
        var price = model.Prices.LastOrDefault(one => one.From <= now)?.Price ?? model.Price;
        return price switch
        {
            null => W.NoPrice,
            { Free: true } => W.Free,
            { Input: null, Output: null } => (price.Request ?? price.Image ?? price.AudioSecond) is { } piece ? Figures.Money(piece) : W.None,
            _ => W.PriceLine(Figures.Money(price.Input ?? "0"), Figures.Money(price.Output ?? "0")),
        };
    }

    private void StartAdding() => (_fields, _marked, _asked, Refused) = (new ModelFields(), false, Asked.Form, null);

    private async Task SaveAsync()
    {
        var fields = _fields;
        if (fields.Read<ModelDraft>(Words.NotANumber) is not { } said)
        {
            Refused = new Refusal { Kind = RefusalKind.Invalid, Code = "invalid_request", Detail = Words.Check };
            return;
        }

        var id = fields.Id.Trim();
        var done = await DoAsync(async (who, cancellation) =>
        {
            await Models.CreateAsync(who, said(new ModelDraft { Id = id }), cancellation);
            Shell.Say(W.Added(id));
        });
        if (done) Navigation.NavigateTo(ModelPage.Address(id));
        else _marked = Refused is not null && fields.Mark(Refused);
    }

    private async Task StartDeletingAsync(string id)
    {
        if (await DoAsync(async (who, cancellation) => _deleted = await Models.GetAsync(who, id, cancellation))) _asked = Asked.Delete;
    }

    private Task<bool> DeleteAsync() => DoAsync(async (who, cancellation) =>
    {
        await Models.DeleteAsync(who, _deleted!.Value.Id, _deleted.Tag, cancellation);
        _asked = Asked.Nothing;
        Shell.Say(W.Deleted(_deleted.Value.Id));
        await LoadAsync(who, cancellation);
        await Browser.FocusAsync("#add-model");
    });

    private void Close() => (_asked, Refused) = (Asked.Nothing, null);
}
