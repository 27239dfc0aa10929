using System.Text.RegularExpressions;
using static Gantry.Tests.Cli.Doctor.Clients.ClientHome;

namespace Gantry.Tests.Cli.Doctor.Clients;

/// <summary>The mistakes that people make, client by client.</summary>
internal static class BrokenSetUps
{
    private const string InFile = "settings.json";
    private const string ReadToken = "read -rs ANTHROPIC_AUTH_TOKEN && export ANTHROPIC_AUTH_TOKEN";
    private const string Limit = "\"limit\": {\"context\": 200000, \"output\": 32000}";

    public static IReadOnlyList<BrokenSetUp> All { get; } = [.. Claude(), .. Gateway(), .. Codex(), .. Gemini(), .. OpenCode()];

    private static IEnumerable<BrokenSetUp> Claude()
    {
        yield return Shell("an old key beside the token", home => home.Variables["ANTHROPIC_API_KEY"] = "sk-ant-api03-of-before-0123456789",
            "two-keys", "ANTHROPIC_API_KEY", _ => "unset ANTHROPIC_API_KEY");
        yield return Shell("/v1 in the address", home => home.Variables["ANTHROPIC_BASE_URL"] += "/v1",
            "base-version", "ANTHROPIC_BASE_URL", home => $"export ANTHROPIC_BASE_URL='{home.Gateway.Address}'");
        yield return Shell("a whole endpoint as the address", home => home.Variables["ANTHROPIC_BASE_URL"] += "/v1/messages",
            "base-endpoint", "ANTHROPIC_BASE_URL", home => $"export ANTHROPIC_BASE_URL='{home.Gateway.Address}'");
        yield return Shell("the vendor's address", home => home.Variables["ANTHROPIC_BASE_URL"] = "https://api.anthropic.com",
            "base-vendor", "ANTHROPIC_BASE_URL", home => $"export ANTHROPIC_BASE_URL='{home.Gateway.Address}'");
        yield return Shell("an address without http", home => home.Variables["ANTHROPIC_BASE_URL"] = "127.0.0.1:3456",
            "base-invalid", "ANTHROPIC_BASE_URL", home => $"export ANTHROPIC_BASE_URL='{home.Gateway.Address}'");
        yield return Shell("no address", home => home.Variables.Remove("ANTHROPIC_BASE_URL"),
            "base-missing", "ANTHROPIC_BASE_URL", home => $"export ANTHROPIC_BASE_URL='{home.Gateway.Address}'");
        yield return Shell("the key in another variable", home =>
            {
                home.Variables["OPENAI_API_KEY"] = home.Variables["ANTHROPIC_AUTH_TOKEN"];
                home.Variables.Remove("ANTHROPIC_AUTH_TOKEN");
            },
            "key-variable", "OPENAI_API_KEY", _ => "export ANTHROPIC_AUTH_TOKEN=\"$OPENAI_API_KEY\"");
        yield return Shell("no key", home => home.Variables.Remove("ANTHROPIC_AUTH_TOKEN"), "key-missing", "ANTHROPIC_AUTH_TOKEN", _ => ReadToken);
        yield return Shell("a placeholder for a key", home => home.Variables["ANTHROPIC_AUTH_TOKEN"] = "sk-your-gantry-key", "key-placeholder", "ANTHROPIC_AUTH_TOKEN", _ => ReadToken);
        yield return Shell("the key with quotation marks", home => home.Variables["ANTHROPIC_AUTH_TOKEN"] = $"\"{ClinicGateway.Good}\"",
            "key-quotes", "ANTHROPIC_AUTH_TOKEN", _ => Cleaned("ANTHROPIC_AUTH_TOKEN"));
        yield return Shell("the key with a line break", home => home.Variables["ANTHROPIC_AUTH_TOKEN"] += "\n",
            "key-blanks", "ANTHROPIC_AUTH_TOKEN", _ => Cleaned("ANTHROPIC_AUTH_TOKEN"));
        yield return Shell("the key with Bearer", home => home.Variables["ANTHROPIC_AUTH_TOKEN"] = "Bearer " + ClinicGateway.Good,
            "key-bearer", "ANTHROPIC_AUTH_TOKEN", _ => Cleaned("ANTHROPIC_AUTH_TOKEN"));
        yield return Shell("a login in place of a key", home =>
            {
                home.Variables.Remove("ANTHROPIC_AUTH_TOKEN");
                home.Write(".claude/.credentials.json", "{\"claudeAiOauth\":{}}");
            },
            "login", ".credentials.json", _ => $"claude /logout && {ReadToken}");
        yield return Shell("Bedrock left on", home => home.Variables["CLAUDE_CODE_USE_BEDROCK"] = "1", "other-service", "CLAUDE_CODE_USE_BEDROCK", _ => "unset CLAUDE_CODE_USE_BEDROCK");
        yield return Shell("a key in a header of its own", home => home.Variables["ANTHROPIC_CUSTOM_HEADERS"] = "api-key: " + ClinicGateway.Good,
            "header", "ANTHROPIC_CUSTOM_HEADERS", _ => "unset ANTHROPIC_CUSTOM_HEADERS");
        yield return Shell("a proxy that takes loopback", home => home.Variables["HTTP_PROXY"] = "http://proxy.example:8080",
            "proxy", "HTTP_PROXY", _ => "export NO_PROXY='127.0.0.1,localhost,::1'");
        yield return Shell("certificates that are not there", home => home.Variables["NODE_EXTRA_CA_CERTS"] = home.File("none.pem"),
            "ca-file", "NODE_EXTRA_CA_CERTS", _ => "unset NODE_EXTRA_CA_CERTS");

        yield return File("/v1 in the file", home => home.Edit(ClaudeSettings, home.Gateway.Address, home.Gateway.Address + "/v1"),
            "base-version", "settings.json:3", home => $"\"ANTHROPIC_BASE_URL\": \"{home.Gateway.Address}\"", text => text.Replace("/v1\"", "\"", StringComparison.Ordinal));
        yield return File("Bearer in the file", home => home.Edit(ClaudeSettings, ClinicGateway.Good, "Bearer " + ClinicGateway.Good),
            "key-bearer", "settings.json:4", _ => "gantry doctor claude-code --fix", text => text.Replace("Bearer ", "", StringComparison.Ordinal));
        yield return File("Vertex left on in the file", home => home.Edit(ClaudeSettings, "\"env\": {", "\"env\": {\"CLAUDE_CODE_USE_VERTEX\": \"1\","),
            "other-service", "settings.json:2", _ => "\"CLAUDE_CODE_USE_VERTEX\": \"0\"", text => text.Replace("VERTEX\": \"1\"", "VERTEX\": \"0\"", StringComparison.Ordinal));
        yield return File("a proxy beside a file", home => home.Variables["HTTPS_PROXY"] = "http://proxy.example:8080",
            "proxy", "HTTPS_PROXY", _ => "export NO_PROXY='127.0.0.1,localhost,::1'",
            text => text.Replace("\"env\": {\n    ", "\"env\": {\n    \"NO_PROXY\": \"127.0.0.1,localhost,::1\",\n    ", StringComparison.Ordinal));
        yield return File("another address in the shell", home => home.Variables["ANTHROPIC_BASE_URL"] = "http://127.0.0.1:1",
            "settings-override", "settings.json:3", _ => "unset ANTHROPIC_BASE_URL", null);
        yield return File("a comma too few", home => home.Edit(ClaudeSettings, "\",\n    \"ANTHROPIC_AUTH_TOKEN\"", "\"\n    \"ANTHROPIC_AUTH_TOKEN\""),
            "file-invalid", "settings.json:4", home => $"Correct the line; a JSON file needs every comma and quotation mark: python3 -m json.tool {home.File(ClaudeSettings)}", null);
        yield return File("a member twice", home => home.Edit(ClaudeSettings, "\"env\": {", "\"env\": {\"ANTHROPIC_MODEL\": \"other\","),
            "file-invalid", "settings.json", home => $"Correct the line; a JSON file needs every comma and quotation mark: python3 -m json.tool {home.File(ClaudeSettings)}", null);
        yield return File("a file that others can read", home => home.Open(ClaudeSettings),
            "file-mode", "settings.json", home => $"chmod 600 '{home.File(ClaudeSettings)}'", text => text);
    }

    /// <summary>What only the gateway can tell.</summary>
    private static IEnumerable<BrokenSetUp> Gateway()
    {
        yield return Shell("no server", home => home.Variables["ANTHROPIC_BASE_URL"] = "http://127.0.0.1:9", "server-unreachable", "ANTHROPIC_BASE_URL", _ => "gantry serve --urls http://127.0.0.1:9");
        yield return Shell("a certificate that nobody vouches for", home => home.Variables["ANTHROPIC_BASE_URL"] = home.Gateway.Untrusted,
            "server-tls", "https://", _ => "export NODE_EXTRA_CA_CERTS='/path/to/the/authority.pem'");
        yield return Shell("a clock that is wrong", home => home.Time = new LateClock(TimeSpan.FromMinutes(10)), "clock", "http://", _ => "sudo timedatectl set-ntp true");
        yield return Shell("an expired key", home => home.Variables["ANTHROPIC_AUTH_TOKEN"] = ClinicGateway.Expired,
            "key-refused", "ANTHROPIC_AUTH_TOKEN", _ => "gantry key create --account EMAIL --name claude-code --group GROUP");
        yield return Shell("the vendor's key", home => home.Variables["ANTHROPIC_AUTH_TOKEN"] = "sk-ant-api03-0123456789abcdefghij",
            "key-foreign", "ANTHROPIC_AUTH_TOKEN", _ => "gantry key create --account EMAIL --name claude-code --group GROUP");
        yield return Shell("a key of another network", home => home.Variables["ANTHROPIC_AUTH_TOKEN"] = ClinicGateway.Elsewhere,
            "key-network", "ANTHROPIC_AUTH_TOKEN", _ => "Add the network to the key under API keys.");
        yield return Shell("an empty wallet", home => home.Variables["ANTHROPIC_AUTH_TOKEN"] = ClinicGateway.Penniless, "wallet-empty", "http://", _ => "gantry ledger credit EMAIL 10.00 --reason top-up");
        yield return Shell("a spent cap", home => home.Variables["ANTHROPIC_AUTH_TOKEN"] = ClinicGateway.Capped,
            "cap-reached", "http://", _ => "Raise the cap under API keys, or wait until it begins anew.");
        yield return Shell("a misspelt model", home => home.Variables["ANTHROPIC_MODEL"] = "claude-sonet-4.5", "model-unknown", "ANTHROPIC_MODEL", _ => $"export ANTHROPIC_MODEL='{ClinicGateway.Claude}'");
        yield return Shell("a small model that is not there", home => home.Variables["ANTHROPIC_DEFAULT_HAIKU_MODEL"] = "claude-haiku-4-4",
            "model-unknown", "ANTHROPIC_DEFAULT_HAIKU_MODEL", _ => $"export ANTHROPIC_DEFAULT_HAIKU_MODEL='{ClinicGateway.Small}'");
        yield return Shell("a model of another group", home => home.Variables["ANTHROPIC_MODEL"] = ClinicGateway.Foreign,
            "model-other-group", "ANTHROPIC_MODEL", _ => "gantry key create --account EMAIL --name claude-code --group special");
        yield return Of("codex", CodexConfig, "an empty wallet behind Codex", home => home.Variables["GANTRY_KEY"] = ClinicGateway.Penniless,
            "wallet-empty", "http://", _ => "gantry ledger credit EMAIL 10.00 --reason top-up", null);
        yield return Of("gemini-cli", GeminiSettings, "a spent cap behind Gemini CLI", home => home.Variables["GEMINI_API_KEY"] = ClinicGateway.Capped,
            "cap-reached", "http://", _ => "Raise the cap under API keys, or wait until it begins anew.", null);
        yield return Of("opencode", OpenCodeConfig, "an expired key in OpenCode", home => home.Variables["GANTRY_KEY"] = ClinicGateway.Expired,
            "key-refused", "GANTRY_KEY", _ => "gantry key create --account EMAIL --name opencode --group GROUP", null);
        yield return Shell("an upstream that is gone", home => home.Variables["ANTHROPIC_MODEL"] = ClinicGateway.Unserved, "upstream-failed", "http://", _ => "gantry doctor");
    }

    private static IEnumerable<BrokenSetUp> Codex()
    {
        yield return Of("codex", CodexConfig, "the Chat protocol in Codex", home => home.Edit(CodexConfig, "wire_api = \"responses\"", "wire_api = \"chat\"  # as before"),
            "wire-api", "config.toml:8", _ => "wire_api = \"responses\"", text => text.Replace("\"chat\"", "\"responses\"", StringComparison.Ordinal));
        yield return Of("codex", CodexConfig, "no /v1 in Codex", home => home.Edit(CodexConfig, "/v1\"", "\""),
            "base-version", "config.toml:6", home => $"base_url = \"{home.Gateway.Address}/v1\"", text => text.Replace("\"\nenv_key", "/v1\"\nenv_key", StringComparison.Ordinal));
        yield return Of("codex", CodexConfig, "no table of the provider", home => home.Edit(CodexConfig, "model_provider = \"gantry\"", "model_provider = \"gateway\""),
            "provider-missing", "config.toml:2", _ => "model_provider = \"gantry\"", null);
        yield return Of("codex", CodexConfig, "a provider that is not chosen", home => home.Edit(CodexConfig, "model_provider = \"gantry\"\n", ""),
            "provider-unused", "config.toml:3", home => $"{{ echo 'model_provider = \"gantry\"'; cat '{home.File(CodexConfig)}'; }} > '{home.File(CodexConfig)}.new' && mv '{home.File(CodexConfig)}.new' '{home.File(CodexConfig)}'", null);
        yield return Of("codex", CodexConfig, "OPENAI_BASE_URL alone", home =>
            {
                System.IO.File.Delete(home.File(CodexConfig));
                home.Variables["OPENAI_BASE_URL"] = home.Gateway.Address + "/v1";
            },
            "base-alone", "OPENAI_BASE_URL",
            home => $"mkdir -p '{home.File(".codex")}' && {{ echo 'model_provider = \"gantry\"'; printf '%s\\n' '[model_providers.gantry]' 'name = \"Gantry\"' 'base_url = \"{home.Gateway.Address}/v1\"' 'env_key = \"GANTRY_KEY\"' 'wire_api = \"responses\"'; }} > '{home.File(CodexConfig)}'",
            null);
        yield return Of("codex", CodexConfig, "no variable with the key", home => home.Variables.Remove("GANTRY_KEY"),
            "env-key-unset", "config.toml:7", _ => "read -rs GANTRY_KEY && export GANTRY_KEY", null);
        yield return Of("codex", CodexConfig, "the key in OPENAI_API_KEY", home =>
            {
                home.Variables["OPENAI_API_KEY"] = home.Variables["GANTRY_KEY"];
                home.Variables.Remove("GANTRY_KEY");
            },
            "key-variable", "config.toml:7", _ => "export GANTRY_KEY=\"$OPENAI_API_KEY\"", null);
        yield return Of("codex", CodexConfig, "the key in the place of its variable", home => home.Edit(CodexConfig, "\"GANTRY_KEY\"", $"\"{ClinicGateway.Good}\""),
            "env-key-secret", "config.toml:7", _ => "env_key = \"GANTRY_KEY\"", null);
        yield return Of("codex", CodexConfig, "the built-in provider without /v1", home =>
            {
                home.Write(CodexConfig, $"model = \"gpt-5.5\"\nopenai_base_url = '{home.Gateway.Address}'   # mine\n");
                home.Write(".codex/auth.json", $"{{\"OPENAI_API_KEY\": \"{ClinicGateway.Good}\"}}");
            },
            "base-version", "config.toml:2", home => $"openai_base_url = \"{home.Gateway.Address}/v1\"", text => Regex.Replace(text, "'(.*)'", "\"$1/v1\""));
        yield return Of("codex", CodexConfig, "no login for a provider that wants one", home => home.Edit(CodexConfig, "env_key = \"GANTRY_KEY\"", "requires_openai_auth = true"),
            "key-missing", "auth.json", _ => "codex login --with-api-key", null);
        yield return Of("codex", CodexConfig, "no env_key", home => home.Edit(CodexConfig, "env_key = \"GANTRY_KEY\"\n", ""), "env-key-missing", "config.toml:4", _ => "env_key = \"GANTRY_KEY\"", null);
        yield return Of("codex", CodexConfig, "no quotation marks in TOML", home => home.Edit(CodexConfig, "\"responses\"", "responses"),
            "file-invalid", "config.toml:8", _ => "Correct the line: key = \"value\", with both quotation marks.", null);
        yield return Of("codex", CodexConfig, "a misspelt model in Codex", home => home.Edit(CodexConfig, "\"gpt-5.5\"", "\"gpt5.5\""), "model-unknown", "config.toml:1", _ => "model = \"gpt-5.5\"", null);
    }

    private static IEnumerable<BrokenSetUp> Gemini()
    {
        yield return Of("gemini-cli", GeminiSettings, "no selectedType", home => home.Write(GeminiSettings, "{\n  // quiet\n  \"privacy\": {\"usageStatisticsEnabled\": false}\n}\n"),
            "selected-type", "settings.json", _ => "\"security\": {\"auth\": {\"selectedType\": \"gemini-api-key\"}}",
            text => text.Replace("{\n  //", "{\n  \"security\": {\"auth\": {\"selectedType\": \"gemini-api-key\"}},\n  //", StringComparison.Ordinal));
        yield return Of("gemini-cli", GeminiSettings, "a login at Google", home => home.Edit(GeminiSettings, "gemini-api-key", "oauth-personal"),
            "selected-type", "settings.json:2", _ => "\"selectedType\": \"gemini-api-key\"", text => text.Replace("oauth-personal", "gemini-api-key", StringComparison.Ordinal));
        yield return Of("gemini-cli", GeminiSettings, "no settings of Gemini CLI", home => System.IO.File.Delete(home.File(GeminiSettings)),
            "selected-type", "settings.json", _ => "\"security\": {\"auth\": {\"selectedType\": \"gemini-api-key\"}}",
            _ => "{\"security\": {\"auth\": {\"selectedType\": \"gemini-api-key\"}}}\n");
        yield return Of("gemini-cli", GeminiSettings, "/v1beta in Gemini CLI", home => home.Variables["GOOGLE_GEMINI_BASE_URL"] += "/v1beta",
            "base-version", "GOOGLE_GEMINI_BASE_URL", home => $"export GOOGLE_GEMINI_BASE_URL='{home.Gateway.Address}'", null);
        yield return Of("gemini-cli", GeminiVariables, "/v1beta in the file of variables", home =>
            {
                home.Variables.Remove("GOOGLE_GEMINI_BASE_URL");
                home.Write(GeminiVariables, $"# mine\nexport GOOGLE_GEMINI_BASE_URL={home.Gateway.Address}/v1beta/\nGEMINI_MODEL={ClinicGateway.Gemini}\n");
            },
            "base-version", ".env:2", home => $"GOOGLE_GEMINI_BASE_URL={home.Gateway.Address}", text => text.Replace("/v1beta/", "", StringComparison.Ordinal));
        yield return Of("gemini-cli", GeminiSettings, "the key in GOOGLE_API_KEY", home =>
            {
                home.Variables["GOOGLE_API_KEY"] = home.Variables["GEMINI_API_KEY"];
                home.Variables.Remove("GEMINI_API_KEY");
            },
            "key-variable", "GOOGLE_API_KEY", _ => "export GEMINI_API_KEY=\"$GOOGLE_API_KEY\"", null);
        yield return Of("gemini-cli", GeminiSettings, "Vertex AI in Gemini CLI", home => home.Variables["GOOGLE_GENAI_USE_VERTEXAI"] = "true",
            "other-service", "GOOGLE_GENAI_USE_VERTEXAI", _ => "unset GOOGLE_GENAI_USE_VERTEXAI", null);
    }

    private static IEnumerable<BrokenSetUp> OpenCode()
    {
        yield return Of("opencode", OpenCodeConfig, "Anthropic's package without /v1", home => home.Edit(OpenCodeConfig, home.Gateway.Address + "/v1", home.Gateway.Address),
            "base-version", "opencode.json:7", home => $"\"baseURL\": \"{home.Gateway.Address}/v1\"", text => text.Replace("\", \"apiKey\"", "/v1\", \"apiKey\"", StringComparison.Ordinal));
        yield return Of("opencode", OpenCodeConfig, "Google's package with /v1", home => home.Edit(OpenCodeConfig, "/v1beta", "/v1"),
            "base-version", "opencode.json:7", home => $"\"baseURL\": \"{home.Gateway.Address}/v1beta\"", text => text.Replace("/v1\"", "/v1beta\"", StringComparison.Ordinal)) with { Model = ClinicGateway.Gemini };
        yield return Of("opencode", OpenCodeConfig, "a model without a limit", home => home.Edit(OpenCodeConfig, $"\"{ClinicGateway.Small}\", {Limit}", $"\"{ClinicGateway.Small}\""),
            "limit", "opencode.json:10", _ => Limit, null);
        yield return Of("opencode", OpenCodeConfig, "no variable with the key of OpenCode", home => home.Variables.Remove("GANTRY_KEY"),
            "env-key-unset", "opencode.json:7", _ => "read -rs GANTRY_KEY && export GANTRY_KEY", null);
        yield return Of("opencode", OpenCodeConfig, "the key in the place of its variable in OpenCode", home => home.Edit(OpenCodeConfig, "{env:GANTRY_KEY}", $"{{env:{ClinicGateway.Good}}}"),
            "env-key-secret", "opencode.json:7", _ => "\"apiKey\": \"{env:GANTRY_KEY}\"", null);
        yield return Of("opencode", OpenCodeConfig, "a built-in provider without /v1", home => home.Write(
                OpenCodeConfig, $"{{\n  \"provider\": {{\"anthropic\": {{\"options\": {{\"baseURL\": \"{home.Gateway.Address}\", \"apiKey\": \"{{env:GANTRY_KEY}}\"}}}}}},\n  \"model\": \"anthropic/{ClinicGateway.Claude}\", // mine\n}}\n"),
            "base-version", "opencode.json:2", home => $"\"baseURL\": \"{home.Gateway.Address}/v1\"", text => text.Replace("\", \"apiKey\"", "/v1\", \"apiKey\"", StringComparison.Ordinal));
        yield return Of("opencode", OpenCodeConfig, "a provider that is not there", home => home.Edit(OpenCodeConfig, "\"gantry/", "\"gateway/"),
            "provider-missing", "opencode.json:14", _ => "gantry config opencode", null);
        yield return Of("opencode", OpenCodeConfig, "a model that the provider does not list", home => home.Edit(OpenCodeConfig, "\"model\": \"gantry/claude-sonnet-4-5\"", "\"model\": \"gantry/gpt-5.5\""),
            "model-undeclared", "opencode.json:14", _ => $"\"gpt-5.5\": {{\"name\": \"gpt-5.5\", {Limit}}}", null);
    }

    private static string Cleaned(string name) => $"export {name}=\"$(printf %s \"${name}\" | sed \"s/^[[:space:]\\\"']*\\(Bearer *\\)*//; s/[[:space:]\\\"']*\\$//\")\"";

    private static BrokenSetUp Shell(string name, Action<ClientHome> change, string finding, string where, Func<ClientHome, string> fix) => new(name, "claude-code", change, finding, where, fix);

    private static BrokenSetUp File(string name, Action<ClientHome> change, string finding, string where, Func<ClientHome, string> fix, Func<string, string>? mend) =>
        Of("claude-code", ClaudeSettings, name, change, finding, where, fix, mend) with { Variant = InFile };

    private static BrokenSetUp Of(
        string client, string file, string name, Action<ClientHome> change, string finding, string where, Func<ClientHome, string> fix, Func<string, string>? mend) =>
        new(name, client, change, finding, where, fix) { Mends = mend is null ? null : _ => (file, mend) };

    private sealed class LateClock(TimeSpan late) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + late;
    }
}
