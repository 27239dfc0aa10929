using System.Text.Json.Nodes;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Code.Clients;

/// <summary>OpenCode: a configuration in the environment, which goes before its files and names the key's variable.</summary>
internal sealed class OpenCode : CodeClient
{
    private const string Provider = "gantry";
    private const string Configuration = "OPENCODE_CONFIG_CONTENT";
    private const string KeyVariable = "GANTRY_KEY";
    private const int ContextLimit = 200_000;
    private const int OutputLimit = 32_000;

    // These make no conversation.
    private static readonly string[] Others = ["embed", "tts", "whisper", "transcribe", "moderation", "rerank", "image", "audio"];

    public override string Id => "opencode";

    public override string Name => "OpenCode";

    public override string Program => "opencode";

    public override string Package => "opencode-ai";

    public override ModelTaste Taste => ModelTaste.Anthropic;

    public override ClientLaunch Prepare(ClientTask task)
    {
        var (package, below) = task.Model.Contains("claude", StringComparison.OrdinalIgnoreCase) ? ("@ai-sdk/anthropic", "/v1")
            : task.Model.Contains("gemini", StringComparison.OrdinalIgnoreCase) ? ("@ai-sdk/google", "/v1beta")
            : ("@ai-sdk/openai-compatible", "/v1");
        var models = new JsonObject();
        foreach (var model in task.Models.Prepend(task.SmallModel).Prepend(task.Model).Distinct(StringComparer.Ordinal).Where(Converses))
        {
            // Without a limit it asks for a thinking budget of -1.
            models[model] = new JsonObject { ["name"] = model, ["limit"] = new JsonObject { ["context"] = ContextLimit, ["output"] = OutputLimit } };
        }

        var configuration = LooseJson.Parse(task.Environment(Configuration) ?? "{}") ?? [];
        var providers = configuration["provider"] as JsonObject ?? [];
        configuration["provider"] = providers;
        providers[Provider] = new JsonObject
        {
            ["npm"] = package,
            ["name"] = "Gantry",
            ["options"] = new JsonObject { ["baseURL"] = task.Address + below, ["apiKey"] = $"{{env:{KeyVariable}}}" },
            ["models"] = models,
        };
        configuration["model"] = $"{Provider}/{task.Model}";
        configuration["small_model"] = $"{Provider}/{task.SmallModel}";
        return new ClientLaunch(task.Arguments, new Dictionary<string, string?> { [Configuration] = configuration.ToJsonString(), [KeyVariable] = task.Key });
    }

    private static bool Converses(string model) => !Others.Any(other => model.Contains(other, StringComparison.OrdinalIgnoreCase));
}
