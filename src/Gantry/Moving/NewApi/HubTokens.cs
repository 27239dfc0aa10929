using System.Collections.Immutable;
using System.Net;
using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Secrets;
using Gantry.Storage;

namespace Gantry.Moving.NewApi;

/// <summary>
/// Tokens to keys. The database holds them in clear and without <c>sk-</c>; clients have them with it, so that is the secret here. A limit that cannot be said
/// never becomes no limit: then the key stays behind.
/// </summary>
internal sealed class HubTokens(Move move, HubReader reader, HubDialect dialect, HubOptions options, HubGroups groups, DateTimeOffset now)
{
    private const long Enabled = 1;
    private const string Prefix = "sk-";
    private const string Auto = "auto";

    private readonly Dictionary<string, NameBook> _names = new(StringComparer.Ordinal);

    public void Read(IReadOnlyList<ForeignRow> rows, Dictionary<long, (MovedAccount Account, string Group)> accounts)
    {
        foreach (var row in rows)
        {
            var title = $"{row.Identity} {new string([.. row.Text("name").Where(c => !char.IsControl(c)).Take(100)])}".TrimEnd();
            if (!accounts.TryGetValue(reader.Whole(row, "user_id", 0), out var owner)) move.LeftOut("token", title, "its user is not carried over");
            else if (Why(row, owner.Group) is { } idle) move.LeftOut("token", title, idle);
            else Key(row, title, owner.Account, owner.Group);
        }
    }

    // Reasons for which the source itself refuses it.
    private string? Why(ForeignRow row, string userGroup)
    {
        var expires = reader.Whole(row, "expired_time", -1);
        var group = row.Text("group").Trim();
        return row.Text("deleted_at").Length > 0 ? "deleted there"
            : reader.Whole(row, "status", Enabled) switch { Enabled => null, 3 => "expired there", 4 => "used up there", _ => "switched off there" } is { } off ? off
            : expires > 0 && expires <= now.ToUnixTimeSeconds() ? "expired there"
            : !row.Flag("unlimited_quota") && reader.Whole(row, "remain_quota", 0) <= 0 ? "used up there"
            : group.Length > 0 && group != Auto && group != userGroup && options.UsableGroups?.Contains(group) == false ? "its group is none that users may choose"
            : null;
    }

    private void Key(ForeignRow row, string title, MovedAccount account, string userGroup)
    {
        if (!_names.TryGetValue(account.Email, out var names)) _names[account.Email] = names = new NameBook();
        var name = names.Give(row.Text("name"), $"key-{row.Identity}");
        var wanted = Groups(row, userGroup).Where(groups.Serves).Distinct(StringComparer.Ordinal).Select(g => (Group: g, Factor: groups.FactorOf(userGroup, g))).ToList();
        var served = groups.Served(wanted);
        var limits = Limits(row, served, out var isLimited);
        ImmutableArray<SourceModel> visible = isLimited ? [.. served.Where(m => limits.Contains(m.Name))] : served;
        if (visible.IsEmpty)
        {
            move.LeftOut("token", title, "it reaches no model there");
            return;
        }

        move.Keys.Add(new SourceKey(account.Email, name, visible));
        ImmutableArray<string> made = [.. wanted.Select(g => groups.Make(g.Group, g.Factor)).OfType<string>()];
        ImmutableArray<string> models = isLimited ? [.. limits.Where(m => made.Any(g => groups.Offers(g, m)))] : [];
        var networks = Networks(row, title);
        var secret = Secret(row);
        var refusal =
            secret is null ? $"its secret has fewer than {KeyFormat.ShortestDeclared} characters, or some that no header can hold"
            : made.IsEmpty || (isLimited && models.IsEmpty) ? "no channel of its models could be carried over"
            : networks is null ? "none of the addresses that it is limited to can be read"
            : null;
        if (refusal is not null)
        {
            move.Lost("token", title, refusal);
            return;
        }

        var expires = reader.Whole(row, "expired_time", -1);
        var key = new MovedKey
        {
            Name = name,
            Secret = move.Secrets.Keep($"{account.Email.Split('@')[0]}_{name}_KEY", secret!),
            Groups = made,
            Fallback = made.Length > 1 && row.Flag("cross_group_retry"),
            Models = models,
            Networks = networks!.Value,
            ExpiresAt = expires > 0 ? DateTimeOffset.FromUnixTimeSeconds(Math.Min(expires, 253_402_300_799)) : null,
            SpendCap = row.Flag("unlimited_quota") ? null : Cap(row),
        };
        account.Keys.Add(key);
        move.Carried("token", title, Detail(account, key, isLimited));
    }

    private static string Detail(MovedAccount account, MovedKey key, bool isLimited) =>
        $"key {account.Email}/{key.Name} in {string.Join(", ", key.Groups)}"
        + (isLimited ? $", {key.Models.Length} model{(key.Models.Length == 1 ? "" : "s")}" : "")
        + (key.SpendCap is { } cap ? $", may spend ${DecimalText.Format(cap.Amount.Nanos, DecimalText.Nano, 2)}" : "")
        + (key.Networks.IsEmpty ? "" : $", {key.Networks.Length} network{(key.Networks.Length == 1 ? "" : "s")}")
        + (key.ExpiresAt is { } end ? $", until {end:yyyy-MM-dd}" : "");

    private IEnumerable<string> Groups(ForeignRow row, string userGroup) => row.Text("group").Trim() switch
    {
        "" => [userGroup],
        Auto when dialect == HubDialect.NewApi => options.AutoGroups.Where(g => g == userGroup || options.UsableGroups?.Contains(g) != false),
        var group => [group],
    };

    private HashSet<string> Limits(ForeignRow row, ImmutableArray<SourceModel> served, out bool isLimited)
    {
        var text = row.Text(dialect == HubDialect.NewApi ? "model_limits" : "models");
        isLimited = dialect == HubDialect.NewApi ? row.Flag("model_limits_enabled") : text.Trim().Length > 0;
        var names = served.Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        // A limit that names what nobody serves limits to nothing there, and would be refused here.
        return [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(names.Contains)];
    }

    // Null where there is a limit and nothing of it can be read.
    private ImmutableArray<string>? Networks(ForeignRow row, string title)
    {
        var parts = row.Text(dialect == HubDialect.NewApi ? "allow_ips" : "subnet").Split([',', '\n', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        ImmutableArray<string> networks = [.. parts.Where(p => IPAddress.TryParse(p, out _) || IPNetwork.TryParse(p, out _)).Distinct(StringComparer.Ordinal)];
        if (networks.Length == parts.Distinct(StringComparer.Ordinal).Count()) return networks;
        move.Lost("token", $"{title}: addresses", $"{parts.Length - networks.Length} of the addresses that it is limited to are neither an address nor a network");
        return networks.IsEmpty ? null : networks;
    }

    private static string? Secret(ForeignRow row)
    {
        var key = row.Text("key").Trim();
        var secret = key.StartsWith(Prefix, StringComparison.Ordinal) ? key : Prefix + key;
        return secret.Length >= KeyFormat.ShortestDeclared && secret.All(c => c is > ' ' and <= '~') ? secret : null;
    }

    private SpendLimit Cap(ForeignRow row) =>
        new(SpendWindow.Total, new Money(HubPrices.Nanos(reader.Whole(row, "remain_quota", 0) / options.QuotaPerUnit)));
}
