using System.Text.Json.Nodes;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Code.Clients;

/// <summary>
/// Claude Code. What stands under <c>env</c> in a person's settings wins over the environment, so all is said in a settings file of this run as
/// well, which wins over both.
/// </summary>
internal sealed class ClaudeCode : CodeClient
{
    private const string SettingsOption = "--settings";

    /// <summary>What would send it elsewhere, or with another secret. Empty counts as absent there, and can be said in settings.</summary>
    private static readonly string[] Stale =
    [
        "ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_USE_FOUNDRY",
        "CLAUDE_CODE_USE_ANTHROPIC_AWS", "CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD", "CLAUDE_CODE_USE_MANTLE", "CLAUDE_CODE_USE_GATEWAY",
    ];

    public override string Id => "claude";

    public override string Name => "Claude Code";

    public override string Program => "claude";

    public override string Package => "@anthropic-ai/claude-code";

    public override ModelTaste Taste => ModelTaste.Anthropic;

    public override ClientLaunch Prepare(ClientTask task)
    {
        var set = new Dictionary<string, string?>
        {
            ["ANTHROPIC_BASE_URL"] = task.Address,
            ["ANTHROPIC_AUTH_TOKEN"] = task.Key,
            ["ANTHROPIC_MODEL"] = task.Model,
            ["ANTHROPIC_DEFAULT_HAIKU_MODEL"] = task.SmallModel,
            ["ANTHROPIC_SMALL_FAST_MODEL"] = task.SmallModel,
            ["ANTHROPIC_DEFAULT_SONNET_MODEL"] = Like(task, "sonnet"),
            ["ANTHROPIC_DEFAULT_OPUS_MODEL"] = Like(task, "opus"),
        };
        var given = SettingsOf(task.Arguments);
        if (Settings(given.Value, task.Environment) is not { } settings)
            throw new CodeRefusedException($"{SettingsOption} of Claude Code is given what is neither JSON nor the path of such a file.", ExitCodes.WrongUsage);
        var env = settings["env"] as JsonObject ?? [];
        settings["env"] = env;
        foreach (var name in Stale) env[name] = "";
        foreach (var (name, value) in set) env[name] = value;
        var path = task.Files.Write("settings.json", settings.ToJsonString());
        foreach (var name in Stale) set[name] = null;
        return new ClientLaunch(
            given.At < 0 ? [SettingsOption, path, .. task.Arguments]
            : given.Joined ? task.Arguments.SetItem(given.At, $"{SettingsOption}={path}")
            : task.Arguments.SetItem(given.At, path),
            set);
    }

    /// <summary>The names that the client has words for, such as <c>/model opus</c>.</summary>
    private static string Like(ClientTask task, string part) =>
        task.Model.Contains(part, StringComparison.OrdinalIgnoreCase) ? task.Model
        : new ModelTaste(["claude-" + part], []).PickMain(task.Models) is { } found && found.Contains(part, StringComparison.OrdinalIgnoreCase) ? found
        : task.Model;

    /// <summary>The client takes one such option: what the person gives it is merged with ours.</summary>
    private static (int At, bool Joined, string? Value) SettingsOf(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count && words[i] != "--"; i++)
        {
            if (words[i] == SettingsOption && i + 1 < words.Count) return (i + 1, false, words[i + 1]);
            if (words[i].StartsWith(SettingsOption + "=", StringComparison.Ordinal)) return (i, true, words[i][(SettingsOption.Length + 1)..]);
        }

        return (-1, false, null);
    }

    private static JsonObject? Settings(string? given, Func<string, string?> environment) =>
        given is null ? [] : given.TrimStart().StartsWith('{') ? LooseJson.Parse(given) : LooseJson.Read(HomePath.Expand(given, environment));
}
