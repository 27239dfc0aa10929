using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;

namespace Gantry.Clients.Tests.Sdk;

/// <summary>One case of a script in <c>clients/scripts</c>, run by node against the gateway.</summary>
/// <param name="Gateway">Where to and with which key.</param>
/// <param name="Name">File name of the script.</param>
/// <param name="Model">The model that its cases ask for.</param>
/// <param name="Package">The package to import, for a script that serves several major versions.</param>
internal sealed record NodeScript(IGateway Gateway, string Name, string Model, string Package = "")
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The case's result.</summary>
    public async Task<NodeResult> RunAsync(string name)
    {
        using var sandbox = new Sandbox()
            .With("GANTRY_URL", Gateway.BaseUrl)
            .WithSecret("GANTRY_KEY", Gateway.Key)
            .With("GANTRY_SDK", Package)
            .With("GANTRY_MODEL", Model)
            .With("GANTRY_PACED_MODEL", Models.Paced)
            .With("GANTRY_UNKNOWN_MODEL", Models.Unknown)
            .With("GANTRY_EMBEDDING_MODEL", Name == "genai.mjs" ? Models.GeminiEmbedding : Models.Embedding)
            .With("GANTRY_IMAGE_MODEL", Models.Image)
            .With("GANTRY_TOOL_PROMPT", Prompts.CallTool);
        var run = await sandbox.RunAsync("node", [InstalledClients.Script(Name), name], Limit);
        run.Succeeded().Has(run.Events.Count == 1, "did not print one result");
        return new NodeResult(run, run.Events[0]);
    }
}
