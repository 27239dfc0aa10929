using System.Collections.Frozen;
using System.Collections.Immutable;
using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Secrets;

namespace Gantry.Moving.LiteLlm;

/// <summary>Everything beside the models: the master key, the budget, and a line for whatever else is set.</summary>
internal sealed class LiteLlmSettings(Move move, LiteLlmOptions options)
{
    private const string KeyName = "master";

    private static readonly FrozenSet<string> Idle = new[]
    {
        "set_verbose", "json_logs", "turn_off_message_logging", "redact_user_api_key_info", "proxy_batch_write_at", "database_connection_pool_limit", "database_connection_timeout",
        "redis_host", "redis_port", "redis_password", "redis_url", "telemetry", "ui_access_mode", "disable_spend_logs", "disable_master_key_return", "background_health_checks",
        "health_check_interval", "enable_pre_call_checks", "drop_params", "infer_model_from_keys", "suppress_debug_info",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Reasons = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["database_url"] = "virtual keys, teams, users and budgets are in that database, keys as hashes: their secrets cannot be had, new keys have to be made",
        ["store_model_in_db"] = "models that were added in its console are in its database, not in this file",
        ["num_retries"] = "Gantry retries by rules of its own",
        ["timeout"] = "Gantry has time limits of its own",
        ["request_timeout"] = "Gantry has time limits of its own",
        ["allowed_fails"] = "Gantry rests upstreams by rules of its own",
        ["cooldown_time"] = "Gantry rests upstreams by rules of its own",
        ["retry_after"] = "Gantry retries by rules of its own",
        ["cache"] = "Gantry keeps no answers",
        ["cache_params"] = "Gantry keeps no answers",
        ["context_window_fallbacks"] = "Gantry has routes for long prompts, which a key chooses: see routing",
        ["content_policy_fallbacks"] = "a refused request is answered as it is",
        ["custom_auth"] = "Gantry runs no code of others",
        ["include"] = "other files are not read: put their entries into this one and import again",
        ["guardrails"] = "Gantry has none",
        ["mcp_servers"] = "Gantry has none",
        ["pass_through_endpoints"] = "Gantry has the endpoints of its protocols only",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Makes the account with the master key.</summary>
    public void Account(ForeignMap? general, ForeignMap? library, LiteLlmGroup group)
    {
        var account = new MovedAccount(options.Email, AccountRole.Owner) { CreditNanos = options.Credit?.Nanos, SpendCap = Budget(library) };
        move.Accounts.Add(account);
        move.Keys.Add(new SourceKey(account.Email, KeyName, group.Served));
        if (options.Credit is null) move.Lost("account", account.Email, "LiteLLM lets its keys spend without a wallet; the account here begins with nothing: give it something with --credit, or top it up");
        else move.Adjusted("account", account.Email, $"holds the master key, with a credit of ${DecimalText.Format(options.Credit.Value.Nanos, DecimalText.Nano, 2)} that LiteLLM does not know");
        if (group.IsEmpty)
        {
            move.Lost("key", KeyName, "no deployment could be carried over");
            return;
        }

        account.Keys.Add(new MovedKey { Name = KeyName, Secret = Secret(general), Groups = [LiteLlmGroup.Name], Models = group.Visible, Networks = Networks(general) });
    }

    /// <summary>A line for every setting that nobody has read.</summary>
    public void Rest(ForeignMap root, params IEnumerable<(string Section, ForeignMap? Map)> sections)
    {
        foreach (var (section, map) in sections)
        {
            foreach (var (key, _) in map?.Unread ?? [])
            {
                if (key == "drop_params") move.Adjusted(section, key, "what a target does not take is left out and named in x-gantry-dropped");
                else if (Idle.Contains(key)) move.LeftOut(section, key, "changes nothing about models, prices or who is served");
                else move.Lost(section, key, Reasons.GetValueOrDefault(key) ?? "Gantry has no such setting");
            }
        }

        foreach (var (key, _) in root.Unread) move.Lost("section", key, Reasons.GetValueOrDefault(key) ?? "Gantry has nothing like it");
    }

    private string? Secret(ForeignMap? general)
    {
        if (general?.Text("master_key") is not { Length: > 0 } master)
        {
            move.Lost("key", KeyName, "LiteLLM without a master key serves anybody; here a key is needed: one is generated when the file is applied");
            return null;
        }

        if (ForeignMap.VariableOf(master) is { } name && move.Secrets.Find(name) is null)
        {
            move.Carried("key", KeyName, $"key {options.Email}/{KeyName}, from the variable {name}");
            return move.Secrets.Refer(name);
        }

        var secret = ForeignMap.VariableOf(master) is { } defined ? move.Secrets.Find(defined)! : master;
        if (secret.Length >= KeyFormat.ShortestDeclared && secret.All(c => c is > ' ' and <= '~'))
        {
            move.Carried("key", KeyName, $"key {options.Email}/{KeyName} with the same secret");
            return ForeignMap.VariableOf(master) is { } known ? move.Secrets.Refer(known) : move.Secrets.Keep("LITELLM_MASTER_KEY", secret);
        }

        move.Lost("key", KeyName, $"the master key has fewer than {KeyFormat.ShortestDeclared} characters, or some that no header can hold: another one is generated, clients have to change");
        return null;
    }

    private ImmutableArray<string> Networks(ForeignMap? general)
    {
        ImmutableArray<string> networks = [.. (general?.Texts("allowed_ips") ?? []).Distinct(StringComparer.Ordinal)];
        if (!networks.IsEmpty) move.Carried("general_settings", "allowed_ips", $"{networks.Length} network{(networks.Length == 1 ? "" : "s")} of the key");
        return networks;
    }

    private SpendLimit? Budget(ForeignMap? library)
    {
        var budget = library?.Number("max_budget");
        var duration = library?.Text("budget_duration");
        if (budget is null or 0) return null;
        SpendWindow? window = duration switch
        {
            null => SpendWindow.Total,
            "1d" or "24h" => SpendWindow.Day,
            "7d" or "1w" => SpendWindow.Week,
            "30d" or "1mo" => SpendWindow.Month,
            _ => null,
        };
        if (window is not { } known)
        {
            move.Lost("litellm_settings", "max_budget", $"Gantry has caps for a day, a week, a month and in total, not for {duration}");
            return null;
        }

        var cap = new SpendLimit(known, new Money((long)decimal.Round(budget.Value * Money.NanosPerDollar)));
        move.Adjusted("litellm_settings", "max_budget", $"spend cap of the account: {cap}, by the calendar");
        return cap;
    }
}
