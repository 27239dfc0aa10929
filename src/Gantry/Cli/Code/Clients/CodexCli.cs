using Gantry.Contracts.Connect;
using static Gantry.Contracts.Connect.ShellText;

namespace Gantry.Cli.Code.Clients;

/// <summary>Codex: what its command line says goes before its file. The key is named there, and stands in the environment.</summary>
internal sealed class CodexCli : CodeClient
{
    private const string Provider = "gantry";
    private const string KeyVariable = "GANTRY_KEY";

    public override string Id => "codex";

    public override string Name => "Codex";

    public override string Program => "codex";

    public override string Package => "@openai/codex";

    public override ModelTaste Taste => ModelTaste.OpenAi;

    public override ClientLaunch Prepare(ClientTask task)
    {
        (string Name, string Value)[] settings =
        [
            ("model", task.Model),
            ("model_provider", Provider),
            ($"model_providers.{Provider}.name", "Gantry"),
            ($"model_providers.{Provider}.base_url", task.Address + "/v1"),
            ($"model_providers.{Provider}.env_key", KeyVariable),
            ($"model_providers.{Provider}.wire_api", "responses"),
        ];

        // Strings of JSON are strings of TOML.
        return new ClientLaunch(
            [.. settings.SelectMany(setting => (string[])["-c", $"{setting.Name}={Json(setting.Value)}"]), .. task.Arguments],
            new Dictionary<string, string?> { [KeyVariable] = task.Key });
    }
}
