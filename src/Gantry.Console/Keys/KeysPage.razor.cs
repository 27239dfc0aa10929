using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Prices;
using Gantry.Contracts.Manage.Teams;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Keys;

/// <summary>One's own API keys.</summary>
public sealed partial class KeysPage
{
    private readonly KeyTable _table = new();
    private IReadOnlyList<string> _payers = [];
    private KeyFields _fields = new();
    private KeyOffer? _offer;
    private Versioned<KeyView>? _edited;
    private KeyView? _key;
    private Asked _asked;
    private bool _marked;
    private int _overlap;
    private string _secret = "";
    private KeyView? _issued;
    private IReadOnlyList<string> _usable = [];

    private enum Asked
    {
        Nothing,
        Form,
        Rotate,
        Revoke,
        Keep,
    }

    [Inject]
    private IMyKeys Keys { get; set; } = null!;

    [Inject]
    private IMyTeams Teams { get; set; } = null!;

    [Inject]
    private IPriceList Prices { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>The page is opened to make a key.</summary>
    [SupplyParameterFromQuery(Name = "new")]
    private string? New { get; set; }

    /// <summary>And this team is to pay for it.</summary>
    [SupplyParameterFromQuery(Name = "team")]
    private string? Payer { get; set; }

    private KeyWords W => field ??= new KeyWords(Tongue);

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        await RefreshAsync(who, cancellation);
        _payers = [.. (await Parts.AllAsync(query => Teams.ListAsync(who, query, cancellation))).Where(team => !team.Disabled).Select(team => team.Name)];
        if (New != "1") return;
        StartCreating(who);
        if (Payer is { } payer && _payers.Contains(payer)) _fields.Team = payer;
    }

    private async Task RefreshAsync(IActor who, CancellationToken cancellation)
    {
        var keys = new List<KeyView>();
        string? after = null;
        do
        {
            var part = await Keys.ListAsync(who, new PageQuery { Limit = PageQuery.Most, After = after }, cancellation);
            keys.AddRange(part.Data);
            after = part.Next;
        }
        while (after is not null);
        _table.Fill(keys);
    }

    private Task<bool> StartCreatingAsync() => DoAsync((who, _) =>
    {
        StartCreating(who);
        return Task.CompletedTask;
    });

    private void StartCreating(IActor who)
    {
        (_fields, _edited, _offer) = (new KeyFields(), null, new KeyOffer(Prices.For(who)));
        Ask(Asked.Form, null);
    }

    private async Task StartEditingAsync(KeyView key)
    {
        if (!await DoAsync(async (who, cancellation) => (_edited, _offer) = (await Keys.GetAsync(who, key.Id, cancellation), new KeyOffer(Prices.For(who))))) return;
        _fields = KeyFields.Of(_edited!.Value, Shell.Zone);
        Ask(Asked.Form, key);
    }

    private void Ask(Asked what, KeyView? key)
    {
        (_asked, _key, _marked, _overlap, Refused) = (what, key, false, 24 * 60 * 60, null);
    }

    private async Task SaveAsync()
    {
        Refused = null;
        if (_fields.Read(Shell.Zone, W) is not { } terms)
        {
            Refused = new Refusal { Kind = RefusalKind.Invalid, Code = "invalid_request", Detail = W.Check };
            return;
        }

        var done = await DoAsync(async (who, cancellation) =>
        {
            if (_edited is { } edited)
            {
                await Keys.EditAsync(who, edited.Value.Id, _ => terms, edited.Tag, cancellation);
                await PutAwayAsync();
                Shell.Say(W.Saved(terms.Name));
            }
            else
            {
                Keep(who, await Keys.CreateAsync(who, terms, cancellation));
                Shell.Say(W.Created1(terms.Name));
            }

            await RefreshAsync(who, cancellation);
        });
        if (!done && Refused is not null) _marked = _fields.Mark(Refused);
    }

    private Task<bool> RotateAsync() => DoAsync(async (who, cancellation) =>
    {
        Keep(who, await Keys.RotateAsync(who, _key!.Id, new KeyRotation { OverlapSeconds = _overlap }, cancellation));
        Shell.Say(W.Rotated(_key.Name));
        await RefreshAsync(who, cancellation);
    });

    private Task<bool> RevokeAsync() => DoAsync(async (who, cancellation) =>
    {
        await Keys.RevokeAsync(who, _key!.Id, null, cancellation);
        await PutAwayAsync();
        Shell.Say(W.Revoked(_key.Name));
        await RefreshAsync(who, cancellation);
    });

    private void Keep(IActor who, KeyIssued issued)
    {
        (_asked, _secret, _issued) = (Asked.Keep, issued.Secret, issued.Key);
        _usable = new KeyOffer(Prices.For(who)).UsableBy(issued.Key);
    }

    // What had the focus goes with the dialog.
    private async Task PutAwayAsync()
    {
        _asked = Asked.Nothing;
        await Browser.FocusAsync("#create-key");
    }

    // The secret goes with the dialog: nothing on the server holds it any longer.
    private void Close() => (_asked, _secret, Refused) = (Asked.Nothing, "", null);

    private void Find(ChangeEventArgs typed) => _table.Filter((string?)typed.Value ?? "", _table.Revoked);

    private void Show(ChangeEventArgs chosen) => _table.Filter(_table.Search, (string?)chosen.Value switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    });

    private KeyState State(KeyView key) => KeyStates.Of(key, Time.GetUtcNow());

    private string Caps(KeyView key) =>
        key.SpendCap.Count == 0 ? W.NoCap : string.Join(", ", key.SpendCap.Select(cap => W.Cap(Figures.Money(cap.Amount ?? "0"), cap.Window)));

    private string Order(KeyColumn column) => _table.SortedBy != column ? "none" : _table.Descending ? "descending" : "ascending";
}
