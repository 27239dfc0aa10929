using System.Globalization;
using Gantry.Alerts;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Nodes;
using Gantry.Snapshot;

namespace Gantry.Watch;

/// <summary>
/// Spend caps of keys, accounts and groups, and budgets in teams: 80 % charged, and used up, which is when all of it is charged or a request was refused beyond the 80 %. Each is
/// told once in a window and for a limit. Reads the tallies that holds are granted by; the store is asked once for each cap.
/// </summary>
internal sealed class CapWatcher(WalletDesk desk, ILedgerStore ledger, GatewayRun run, SnapshotHolder snapshots, TimeProvider time) : IWatcher
{
    // Others go on spending where several servers are: what is known of them is no older.
    private static readonly TimeSpan Known = TimeSpan.FromMinutes(1);
    private DateTimeOffset _askedAt;

    // What other runs have charged, where the tallies do not know it, and that somebody has asked.
    private Dictionary<string, Money> _others = [];

    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(5);

    public async Task LookAsync(AlertRound round, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (run.IsShared && now - _askedAt > Known) (_askedAt, _others) = (now, []);
        var spans = new Dictionary<(SpendWindow, TimeZoneInfo), SpendSpan>();
        var others = new Dictionary<string, Money>();
        var marks = new Dictionary<string, (string Mark, bool Near, bool Reached)>();
        foreach (var (cap, account, member, owner) in Caps(snapshots.Current))
        {
            var subject = $"{Word(cap.Scope)} {cap.Id} {Word(cap.Window)}";
            if (cap.Limit <= Money.Zero || marks.ContainsKey(subject)) continue;
            if (!spans.TryGetValue((cap.Window, cap.Zone), out var span)) spans[(cap.Window, cap.Zone)] = span = SpendWindows.Of(cap.Window, now, cap.Zone);
            var standing = desk.Standing(cap, now);
            var windowed = string.Create(CultureInfo.InvariantCulture, $"{subject} {span.Start.UtcTicks}");
            var before = await OthersAsync(subject, windowed, cap, span, standing, cancellation);
            others[subject] = Money.Zero;
            others[windowed] = before;
            var spent = before + (standing?.Charged ?? Money.Zero);
            var near = (Int128)spent.Nanos * 10 >= (Int128)cap.Limit.Nanos * 8;
            var reached = spent >= cap.Limit || (near && standing is { Refused: true });
            var mark = string.Create(CultureInfo.InvariantCulture, $"{(span.Since is { } start ? start.ToUnixTimeSeconds() : 0)}:{cap.Limit.Nanos}");
            marks[subject] = (mark, near, reached);
            var text = $"{owner} has spent {Dollars.Of(spent)} of {Dollars.Of(cap.Limit)} {Period(cap.Window)}.{Resets(span)}";
            if (reached) round.Raise(new AlertKey(AlertKind.CapReached, subject, mark), account, $"{text} Requests are refused.", member);
            // Whoever jumps over both is told of the higher alone.
            else if (near) round.Raise(new AlertKey(AlertKind.CapNear, subject, mark), account, text, member);
        }

        _others = others;
        foreach (var alert in round.Open(AlertKind.CapNear).Where(alert => !marks.TryGetValue(alert.Key.Subject, out var cap) || cap.Mark != alert.Key.Mark || !cap.Near)) round.End(alert.Key);
        foreach (var alert in round.Open(AlertKind.CapReached).Where(alert => !marks.TryGetValue(alert.Key.Subject, out var cap) || cap.Mark != alert.Key.Mark || !cap.Near)) round.End(alert.Key);
    }

    // A cap that is seen for the first time may have been spent under before; a window that begins later has only what the tallies know of.
    private async Task<Money> OthersAsync(string subject, string windowed, SpendCap cap, SpendSpan span, CapStanding? standing, CancellationToken cancellation)
    {
        if (standing is { Others: { } known }) return known;
        if (_others.TryGetValue(windowed, out var asked)) return asked;
        return standing is null && _others.ContainsKey(subject) ? Money.Zero : await ledger.SpentAsync(cap.Scope, cap.Id, span.Since, run.Number, cancellation);
    }

    private static IEnumerable<(SpendCap Cap, Guid? Account, Guid? Member, string Owner)> Caps(GatewaySnapshot snapshot)
    {
        foreach (var key in snapshot.Keys.Values.Where(key => !key.Disabled))
        {
            // A cap of the whole team is no matter of the member whose key it was seen at.
            foreach (var cap in key.Caps) yield return (cap, key.AccountId, cap.Scope == SpendScope.Account ? null : key.MemberId, Owner(key, cap));
        }

        foreach (var group in snapshot.Groups.Values)
        {
            foreach (var cap in group.Caps) yield return (cap, null, null, $"Group {group.Name}");
        }
    }

    private static string Owner(ApiKey key, SpendCap cap) => cap.Scope switch
    {
        SpendScope.Key => $"Key {key.Name} ({key.Display}){(cap.Team is { } team ? $" of team {team}" : "")}",
        SpendScope.Member => $"{key.Member} in team {cap.Team}",
        _ => cap.Team is { } whole ? $"Team {whole}" : "Your account",
    };

    private static string Resets(SpendSpan span) => span.ResetsAt is { } end ? $" It resets at {end:yyyy-MM-dd HH:mm} UTC." : "";

    private static string Period(SpendWindow window) => window == SpendWindow.Total ? "in total" : $"this {Word(window)}";

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
