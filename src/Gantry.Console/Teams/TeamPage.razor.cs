using Gantry.Console.Charts;
using Gantry.Console.Language;
using Gantry.Console.Overview;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Me;
using Gantry.Contracts.Manage.Teams;
using Gantry.Contracts.Manage.Usages;
using Gantry.Contracts.Manage.Wallets;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Teams;

/// <summary>One team: all of it for whoever manages it and for administrators, for members what is their own.</summary>
public sealed partial class TeamPage
{
    // Each asks for its budget.
    private const int APart = 25;

    private CursorList<MemberView> _members = null!;
    private IActor? _who;
    private Versioned<TeamView>? _team;
    private MyTeamView? _mine;
    private WalletView? _wallet;
    private IReadOnlyList<KeyView> _keys = [];
    private IReadOnlyList<RankedRow> _use = [];
    private DateTimeOffset? _provedUntil;
    private DateOnly _since;
    private decimal _spent;

    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private IMyTeams MyTeams { get; set; } = null!;

    [Inject]
    private ITeamAdmin Teams { get; set; } = null!;

    [Inject]
    private ITeamMembers Members { get; set; } = null!;

    [Inject]
    private ITeamWork Work { get; set; } = null!;

    [Inject]
    private IWalletAdmin Wallets { get; set; } = null!;

    [Inject]
    private IMyKeys MyKeys { get; set; } = null!;

    [Inject]
    private IMyUsage MyUsage { get; set; } = null!;

    [Inject]
    private IMe Me { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private TeamWords W => field ??= new TeamWords(Tongue);

    private AccountWords A => field ??= new AccountWords(Tongue);

    private bool Administers => _who?.RoleName is "admin" or "owner";

    private string? Name => _team?.Value.Name ?? _mine?.Name;

    /// <summary>Null where not all members are shown.</summary>
    private int? Managers => _members.HasMore ? null : _members.Rows.Count(member => member.Role == "manager");

    private IReadOnlyList<KeyView> InUse => [.. _keys.Where(key => key.RevokedAt is null)];

    private string MoneyHint => _wallet switch
    {
        { Debt: { AmountNanos: > 0 } debt } => W.Owed(Figures.Money(debt.Amount)),
        { Plan: { Rest.AmountNanos: > 0 } plan } => new OverviewWords(Tongue).PlanRest(plan.Name, Figures.Money(plan.Rest.Amount), Shell.Time(plan.Until)),
        { Total.AmountNanos: 0 } => Administers ? W.EmptyForAdmin : W.ToldEmpty,
        _ => W.AvailableHint,
    };

    protected override void OnInitialized() => _members = new(ReadAsync);

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        _who = who;
        _provedUntil = (await Me.GetAsync(who, cancellation)).ProvedUntil;
        await RefreshAsync(who, cancellation);
    }

    // What one is in the team may be another thing each time.
    private async Task RefreshAsync(IActor who, CancellationToken cancellation)
    {
        _mine = (await Parts.AllAsync(query => MyTeams.ListAsync(who, query, cancellation))).FirstOrDefault(team => team.Id == Id);
        var from = MemberUse.MonthOf(Time.GetUtcNow(), Shell.Zone);
        _since = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Time.GetUtcNow(), Shell.Zone).DateTime);
        _since = _since.AddDays(1 - _since.Day);
        try
        {
            _team = Administers || _mine is { Role: "manager" } ? await Teams.GetAsync(who, Id, cancellation) : null;
            if (_team is not null) await ReadAllAsync(who, from, cancellation);
            else if (_mine is not null) _spent = UsageDays.Spent((await MyUsage.SumAsync(who, new SumQuery { TeamId = Id, From = from }, cancellation)).Total);
        }
        catch (RefusedException refused) when (refused.Refusal.Kind == RefusalKind.NotFound)
        {
            // There is none, or somebody has just taken it from the one who looks: the page says the same of both.
            (_team, _mine) = (null, null);
        }
    }

    private async Task ReadAllAsync(IActor who, DateTimeOffset from, CancellationToken cancellation)
    {
        _wallet = await Work.WalletAsync(who, Id, cancellation);
        await _members.BeginAsync(who, cancellation);
        _keys = await Parts.AllAsync(query => Work.KeysAsync(who, Id, query, cancellation));
        var sums = await Work.SumAsync(who, Id, new SumQuery { From = from, GroupBy = "key" }, cancellation);
        _spent = UsageDays.Spent(sums.Total);
        _use = Ranking.Of(
            MemberUse.Of(sums.Data, _keys), use => use.Spent, use => use.Email ?? W.OfTeam, many => Requests(many.Sum(use => use.Requests)), W.Rest);
    }

    private async Task<Page<MemberView>> ReadAsync(IActor who, string? after, CancellationToken cancellation)
    {
        var part = await Members.ListAsync(who, Id, new PageQuery { After = after, Limit = APart }, cancellation);
        var rows = new List<MemberView>();
        foreach (var member in part.Data)
        {
            if (await FindAsync(who, member, cancellation) is { } found) rows.Add(found);
        }

        return new(rows, part.Next);
    }

    /// <returns>Null where it has just left.</returns>
    private async Task<MemberView?> FindAsync(IActor who, MemberView listed, CancellationToken cancellation)
    {
        if (listed.SpendCap.Count == 0) return listed;
        try
        {
            return (await Members.GetAsync(who, Id, listed.AccountId, cancellation)).Value;
        }
        catch (RefusedException refused) when (refused.Refusal.Kind == RefusalKind.NotFound)
        {
            return null;
        }
    }

    private IReadOnlyList<string> KeysOf(string email) => [.. InUse.Where(key => key.Member == email).Select(key => key.Name)];

    private string Requests(long count) => count == 1 ? W.OneRequest : W.Requests(Figures.Count(count));

    private string LastManager(Guid goes) =>
        Managers == 1 && _members.Rows.Any(member => member.AccountId == goes && member.Role == "manager") ? " " + W.LastManager : "";

    private string Caps(IReadOnlyList<SpendCap> caps) => caps.Count == 0 ? W.NoCap : string.Join(", ", caps.Select(cap => new KeyWords(Tongue).Cap(Figures.Money(cap.Amount ?? "0"), cap.Window)));

    private string Rates(RateLimits? limits)
    {
        var said = new[] { ("requests", limits?.RequestsPerMinute), ("tokens", limits?.TokensPerMinute), ("concurrent", limits?.Concurrent) }
            .Where(one => one.Item2 is not null).Select(one => W.Rate(one.Item1, Figures.Count(one.Item2!.Value))).ToList();
        return said.Count == 0 ? W.NoCap : string.Join(", ", said);
    }
}
