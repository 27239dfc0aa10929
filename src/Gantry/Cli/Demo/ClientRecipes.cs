namespace Gantry.Cli.Demo;

/// <summary>What to paste to point clients at a gateway.</summary>
internal static class ClientRecipes
{
    /// <summary>Writes a recipe for Claude Code, Codex, Gemini CLI, OpenCode and curl.</summary>
    public static void Write(TextWriter output, Uri baseUrl, string key, DemoModels models)
    {
        var root = baseUrl.AbsoluteUri.TrimEnd('/');
        output.WriteLine($"Address  {root}");
        output.WriteLine($"Key      {key}");
        Section(output, "Claude Code", ClaudeCode(root, key, models.Messages));
        Section(output, "Codex: put at the top of ~/.codex/config.toml", CodexFile(root, models.Responses));
        Section(output, "then", $"GANTRY_KEY={key} codex");
        Section(output, "Gemini CLI: put into ~/.gemini/settings.json", """{"security": {"auth": {"selectedType": "gemini-api-key"}}}""");
        Section(output, "then", GeminiCli(root, key, models.Gemini));
        Section(output, "OpenCode: put into ~/.config/opencode/opencode.json", OpenCodeFile(root, models.Messages));
        Section(output, "then", $"GANTRY_KEY={key} opencode");
        Section(output, "curl", Curl(root, key, models.Chat));
    }

    private static void Section(TextWriter output, string title, string lines)
    {
        output.WriteLine();
        output.WriteLine(title);
        foreach (var line in lines.Split('\n')) output.WriteLine(line.Length == 0 ? "" : "  " + line);
    }

    private static string ClaudeCode(string root, string key, string model) =>
        $"""
        export ANTHROPIC_BASE_URL={root}
        export ANTHROPIC_AUTH_TOKEN={key}
        export ANTHROPIC_MODEL={model}
        export ANTHROPIC_DEFAULT_HAIKU_MODEL={model}
        unset ANTHROPIC_API_KEY
        claude
        """;

    // The settings of the root table must stand before the first table of the file.
    private static string CodexFile(string root, string model) =>
        $"""
        model = "{model}"
        model_provider = "gantry"

        [model_providers.gantry]
        name = "Gantry"
        base_url = "{root}/v1"
        env_key = "GANTRY_KEY"
        wire_api = "responses"
        """;

    private static string GeminiCli(string root, string key, string model) =>
        $"""
        export GOOGLE_GEMINI_BASE_URL={root}
        export GEMINI_API_KEY={key}
        gemini --skip-trust -m {model}
        """;

    // OpenCode's Anthropic package adds /messages itself, so its address ends with /v1.
    private static string OpenCodeFile(string root, string model) =>
        $$$"""
        {
          "provider": {
            "gantry": {
              "npm": "@ai-sdk/anthropic",
              "options": {"baseURL": "{{{root}}}/v1", "apiKey": "{env:GANTRY_KEY}"},
              "models": {
                "{{{model}}}": {
                  "name": "{{{model}}}",
                  "limit": {"context": 200000, "output": 32000}
                }
              }
            }
          },
          "model": "gantry/{{{model}}}",
          "small_model": "gantry/{{{model}}}"
        }
        """;

    private static string Curl(string root, string key, string model) =>
        $$$"""
        curl {{{root}}}/v1/chat/completions \
          -H 'Authorization: Bearer {{{key}}}' \
          -H 'Content-Type: application/json' \
          -d '{"model": "{{{model}}}", "messages": [{"role": "user", "content": "Hello"}]}'
        """;
}
