using Gantry.Contracts.Connect;

namespace Gantry.Cli.Code.Clients;

/// <summary>Gemini CLI: all by variables, but for the way of signing in, which is a setting. Where the person's is another one, the run has a home of its own.</summary>
internal sealed class GeminiCli : CodeClient
{
    private const string HomeVariable = "GEMINI_CLI_HOME";

    public override string Id => "gemini";

    public override string Name => "Gemini CLI";

    public override string Program => "gemini";

    public override string Package => "@google/gemini-cli";

    public override ModelTaste Taste => ModelTaste.Google;

    public override ClientLaunch Prepare(ClientTask task)
    {
        var set = new Dictionary<string, string?>
        {
            ["GOOGLE_GEMINI_BASE_URL"] = task.Address,
            ["GEMINI_API_KEY"] = task.Key,
            ["GEMINI_MODEL"] = task.Model,

            // Its .env files set what is not there: these are there, and say no.
            ["GOOGLE_API_KEY"] = "",
            ["GOOGLE_GENAI_USE_VERTEXAI"] = "false",
            ["GOOGLE_GENAI_USE_GCA"] = "false",
            ["GEMINI_API_KEY_AUTH_MECHANISM"] = "x-goog-api-key",
            ["GOOGLE_GENAI_API_VERSION"] = null,
        };
        var home = task.Environment(HomeVariable) is { Length: > 0 } named ? named : HomePath.Of(task.Environment);
        if (!GeminiHome.TryChange(home, out var settings)) return new ClientLaunch(task.Arguments, set);
        var made = GeminiHome.Make(home, settings, task.Files);
        set[HomeVariable] = made;
        return new ClientLaunch(task.Arguments, set) { AtEnd = () => GeminiHome.BringHome(made, home) };
    }
}
