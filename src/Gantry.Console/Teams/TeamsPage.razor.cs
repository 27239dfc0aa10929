using Gantry.Console.Addresses;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Teams;
using Gantry.Contracts.Manage.Wallets;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Teams;

/// <summary>The teams that one is in; for administrators all of them.</summary>
public sealed partial class TeamsPage
{
    // Each row asks for its wallet.
    private const int APart = 25;
    private static readonly string[] Names = ["name"];

    private readonly FieldErrors _errors = new();
    private CursorList<(TeamView Team, UsdAmount Balance)> _rows = null!;
    private IReadOnlyList<MyTeamView> _mine = [];
    private IActor? _who;
    private TeamView? _team;
    private Asked _asked;
    private bool _narrowed;
    private string _search = "", _disabled = "", _name = "";

    private enum Asked
    {
        Nothing,
        Team,
        Disable,
    }

    [Inject]
    private IMyTeams MyTeams { get; set; } = null!;

    [Inject]
    private ITeamAdmin Teams { get; set; } = null!;

    [Inject]
    private IWalletAdmin Wallets { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private TeamWords W => field ??= new TeamWords(Tongue);

    private bool Administers => _who?.RoleName is "admin" or "owner";

    private string? RefusedText => Refused is { Code: "name_taken" } ? W.NameTaken(_name.Trim().ToLowerInvariant()) : null;

    protected override void OnInitialized() => _rows = new(ReadAsync);

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        _mine = await Parts.AllAsync(query => MyTeams.ListAsync(who, query, cancellation));
        if (who.RoleName is "admin" or "owner") await _rows.BeginAsync(who, cancellation);
        _who = who;
    }

    private async Task<Page<(TeamView Team, UsdAmount Balance)>> ReadAsync(IActor who, string? after, CancellationToken cancellation)
    {
        var query = new TeamQuery { After = after, Limit = APart, Search = _search.Trim() is { Length: > 0 } text ? text : null, Disabled = bool.TryParse(_disabled, out var disabled) ? disabled : null };
        var part = await Teams.ListAsync(who, query, cancellation);
        var rows = new List<(TeamView, UsdAmount)>();
        foreach (var team in part.Data) rows.Add((team, (await Wallets.GetAsync(who, team.Id, cancellation)).Total));
        _narrowed = query.Search is not null || query.Disabled is not null;
        return new(rows, part.Next);
    }

    private Task BeginAsync(IActor who, CancellationToken cancellation) => _rows.BeginAsync(who, cancellation);

    private void StartMaking()
    {
        (_asked, Refused, _name) = (Asked.Team, null, "");
        _errors.Clear();
    }

    private async Task MakeAsync()
    {
        _errors.Clear();
        Refused = null;
        if (string.IsNullOrWhiteSpace(_name))
        {
            _errors.Add("name", W.NoName);
            return;
        }

        await DoAsync(async (who, cancellation) =>
        {
            var made = await Teams.CreateAsync(who, new TeamDraft { Name = _name.Trim() }, cancellation);
            Navigation.NavigateTo(ConsolePaths.Team(made.Value.Id));
        });
        _errors.Mark(Refused, Names);
    }

    private void StartDisabling(TeamView team) => (_asked, Refused, _team) = (Asked.Disable, null, team);

    private Task<bool> DisableAsync() => DoAsync(async (who, cancellation) =>
    {
        await Teams.DisableAsync(who, _team!.Id, null, cancellation);
        _asked = Asked.Nothing;
        await DoneAsync(W.DisabledOne(_team.Name), who, cancellation);
    });

    private Task<bool> EnableAsync(TeamView team) => DoAsync(async (who, cancellation) =>
    {
        await Teams.EnableAsync(who, team.Id, null, cancellation);
        await DoneAsync(W.EnabledOne(team.Name), who, cancellation);
    });

    private async Task DoneAsync(string said, IActor who, CancellationToken cancellation)
    {
        Shell.Say(said);
        await LoadAsync(who, cancellation);
        await Browser.FocusAsync("#make-team");
    }

    private void Close() => (_asked, Refused) = (Asked.Nothing, null);

    private string Caps(TeamView team) => team.SpendCap.Count == 0 ? W.NoCap : string.Join(", ", team.SpendCap.Select(cap => new KeyWords(Tongue).Cap(Figures.Money(cap.Amount ?? "0"), cap.Window)));
}
