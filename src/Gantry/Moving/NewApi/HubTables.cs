using System.Collections.Immutable;
using Gantry.Catalog.Declared;
using Gantry.Storage;

namespace Gantry.Moving.NewApi;

/// <summary>The rows that matter, read at once. Columns that a version of the program lacks are taken for not set, and named.</summary>
internal sealed class HubTables
{
    private static readonly (string Table, string[] Required, string[] Common, string[] NewApi, string[] OneApi)[] Wanted =
    [
        ("options", ["key", "value"], [], [], []),
        ("channels", ["id", "type", "key", "models", "group"], ["status", "name", "base_url", "other", "model_mapping", "priority", "created_time"],
            ["weight", "openai_organization", "status_code_mapping", "param_override", "header_override", "setting", "settings", "channel_info"], ["config", "system_prompt"]),
        ("users", ["id", "username"], ["email", "role", "status", "quota", "group", "password"], ["aff_quota", "deleted_at"], []),
        ("tokens", ["id", "user_id", "key"], ["status", "name", "expired_time", "remain_quota", "unlimited_quota"],
            ["model_limits_enabled", "model_limits", "allow_ips", "group", "cross_group_retry", "deleted_at"], ["models", "subnet"]),
    ];

    // What else a person may have in there: the table, what its rows are, what to do about them.
    private static readonly (string Table, string What, string Advice)[] Others =
    [
        ("redemptions", "redemption codes", "make new ones with gantry voucher"),
        ("user_subscriptions", "subscriptions", "make plans and assign them"),
        ("subscription_plans", "subscription plans", "make plans"),
        ("top_ups", "payment orders", "the balances that came of them are carried over"),
        ("midjourneys", "drawing tasks", "Gantry has none"),
        ("tasks", "tasks", "Gantry has none"),
        ("passkey_credentials", "passkeys", "their owners register them anew"),
        ("two_fas", "second factors", "their owners set them up anew"),
        ("prefill_groups", "form templates", "they only fill forms"),
        ("models", "model descriptions", "they only describe models in a console"),
        ("vendors", "vendor descriptions", "they only describe models in a console"),
        ("logs", "usage records", "history stays where it is"),
        ("quota_data", "usage sums", "history stays where it is"),
    ];

    private static readonly ImmutableArray<string> Harmless = ["top_ups", "prefill_groups", "models", "vendors", "logs", "quota_data"];

    private readonly Dictionary<string, IReadOnlyList<ForeignRow>> _rows = new(StringComparer.Ordinal);

    public IReadOnlyList<ForeignRow> this[string table] => _rows.GetValueOrDefault(table) ?? [];

    /// <exception cref="DatabaseException">A table cannot be read.</exception>
    /// <exception cref="ConfigurationException">It is no database of this program.</exception>
    public static async Task<HubTables> ReadAsync(ForeignDatabase database, string file, HubDialect dialect, Move move)
    {
        var tables = new HubTables();
        var problems = ImmutableArray.CreateBuilder<ConfigurationProblem>();
        var columns = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (table, required, common, newApi, oneApi) in Wanted)
        {
            var present = await database.ColumnsAsync(table);
            if (present.Count == 0)
            {
                problems.Add(new ConfigurationProblem(file, null, $"there is no table {table}: is this a database of new-api or one-api?"));
                continue;
            }

            problems.AddRange(required.Where(c => !present.Contains(c)).Select(c => new ConfigurationProblem(file, null, $"table {table} has no column {c}")));
            if (required.Any(c => !present.Contains(c))) continue;
            string[] expected = [.. common, .. dialect == HubDialect.NewApi ? newApi : oneApi];
            foreach (var column in expected.Where(c => !present.Contains(c)))
                move.Adjusted("schema", $"{table}.{column}", "this version has no such column: taken as not set");
            columns.UnionWith(present.Select(c => $"{table}.{c}"));
            tables._rows[table] = await database.ReadAsync(table, required[0], [.. required.Concat(expected).Where(present.Contains)]);
        }

        if (problems.Count > 0) throw new ConfigurationException(problems.ToImmutable());
        var looksOther = dialect == HubDialect.NewApi
            ? columns.Contains("channels.config") && !columns.Contains("tokens.model_limits")
            : columns.Contains("tokens.model_limits");
        if (looksOther)
            move.Lost("schema", "dialect", $"the columns are those of {(dialect == HubDialect.NewApi ? "one-api" : "new-api")}: types of channels mean something else there, import with its name");
        await OthersAsync(database, move);
        return tables;
    }

    private static async Task OthersAsync(ForeignDatabase database, Move move)
    {
        foreach (var (table, what, advice) in Others)
        {
            if ((await database.ColumnsAsync(table)).Count == 0 || await database.CountAsync(table) is not (> 0 and var count)) continue;
            var outcome = Harmless.Contains(table) ? MoveOutcome.LeftOut : MoveOutcome.Lost;
            move.Items.Add(new MovedItem("table", table, outcome, $"{what} ({count}): {advice}"));
        }
    }
}
