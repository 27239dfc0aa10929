using System.Text.Json.Nodes;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Code.Clients;

/// <summary>
/// Gemini CLI. How it signs in is a setting, and the settings of the system win over the person's: this run has system settings of its own, which
/// hold those of the machine.
/// </summary>
internal sealed class GeminiCli : CodeClient
{
    private const string SystemSettings = "GEMINI_CLI_SYSTEM_SETTINGS_PATH";
    private const string KeyAuth = "gemini-api-key";

    public override string Id => "gemini";

    public override string Name => "Gemini CLI";

    public override string Program => "gemini";

    public override string Package => "@google/gemini-cli";

    public override ModelTaste Taste => ModelTaste.Google;

    public override ClientLaunch Prepare(ClientTask task)
    {
        var settings = LooseJson.Read(task.Environment(SystemSettings) is { Length: > 0 } named ? named : MachineSettings) ?? [];
        var security = Object(settings, "security");
        var auth = Object(security, "auth");
        auth["selectedType"] = KeyAuth;
        auth.Remove("enforcedType");
        return new ClientLaunch(task.Arguments, new Dictionary<string, string?>
        {
            ["GOOGLE_GEMINI_BASE_URL"] = task.Address,
            ["GEMINI_API_KEY"] = task.Key,
            ["GEMINI_MODEL"] = task.Model,
            [SystemSettings] = task.Files.Write("gemini-settings.json", settings.ToJsonString()),

            // Its .env files set what is not there: these are there, and say no.
            ["GOOGLE_API_KEY"] = "",
            ["GOOGLE_GENAI_USE_VERTEXAI"] = "false",
            ["GOOGLE_GENAI_USE_GCA"] = "false",
            ["GEMINI_API_KEY_AUTH_MECHANISM"] = "x-goog-api-key",
            ["GOOGLE_GENAI_API_VERSION"] = null,
        });
    }

    private static string MachineSettings =>
        OperatingSystem.IsWindows() ? @"C:\ProgramData\gemini-cli\settings.json"
        : OperatingSystem.IsMacOS() ? "/Library/Application Support/GeminiCli/settings.json"
        : "/etc/gemini-cli/settings.json";

    private static JsonObject Object(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject there) return there;
        var made = new JsonObject();
        parent[name] = made;
        return made;
    }
}
