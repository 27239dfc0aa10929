using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;

namespace Gantry.Clients.Tests.Cli;

/// <summary>Runs the command-line clients in a sandbox, each pointed at a gateway the way its users do it.</summary>
internal static class CliSandbox
{
    public static Task<ClientRun> ClaudeAsync(this Sandbox sandbox, string baseUrl, string key, string model, params IEnumerable<string> arguments) => sandbox
        .With("ANTHROPIC_BASE_URL", baseUrl)
        .WithSecret("ANTHROPIC_AUTH_TOKEN", key)
        .With("ANTHROPIC_MODEL", model)
        .With("ANTHROPIC_DEFAULT_HAIKU_MODEL", Models.ClaudeSmall)
        .With("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1")
        .With("DISABLE_AUTOUPDATER", "1")
        .With("DISABLE_TELEMETRY", "1")
        .RunAsync(InstalledClients.Command("claude"), arguments, CliWords.Limit);

    /// <summary>Runs <c>codex exec</c>.</summary>
    public static Task<ClientRun> CodexAsync(this Sandbox sandbox, string baseUrl, string key, string model, params IEnumerable<string> arguments) => sandbox
        .WithSecret("GATEWAY_KEY", key)
        .With("CODEX_HOME", Path.Combine(sandbox.Home, ".codex"))
        .WithFile(".codex/config.toml", $"""
            model = "{model}"
            model_provider = "gateway"
            model_reasoning_effort = "high"
            model_reasoning_summary = "auto"
            model_supports_reasoning_summaries = true
            check_for_update_on_startup = false

            [analytics]
            enabled = false

            [model_providers.gateway]
            name = "Gateway"
            base_url = "{baseUrl}/v1"
            env_key = "GATEWAY_KEY"
            wire_api = "responses"
            """)
        .RunAsync(InstalledClients.Command("codex"), ["exec", "--skip-git-repo-check", "-s", "danger-full-access", .. arguments], CliWords.Limit);

    public static Task<ClientRun> GeminiAsync(this Sandbox sandbox, string baseUrl, string key, params IEnumerable<string> arguments) => sandbox
        .With("GOOGLE_GEMINI_BASE_URL", baseUrl)
        .WithSecret("GEMINI_API_KEY", key)
        .WithFile(".gemini/settings.json", """
            {
              "security": {"auth": {"selectedType": "gemini-api-key"}},
              "privacy": {"usageStatisticsEnabled": false},
              "general": {"enableAutoUpdate": false, "enableAutoUpdateNotification": false}
            }
            """)
        .RunAsync(InstalledClients.Command("gemini"), ["--skip-trust", "--yolo", .. arguments], CliWords.Limit);
}
