namespace Gantry.Simulator;

/// <summary>The addresses of vendors who put OpenAI's and Anthropic's paths into folders of their own, or leave the version out.</summary>
internal static class VendorPath
{
    private const string Deployments = "/openai/deployments/";

    // OpenRouter, Azure and Groq, Claude at Azure and at DeepSeek, the models of others at Azure.
    private static readonly string[] Folders = ["/api/v1/", "/openai/v1/", "/anthropic/v1/", "/openai/"];

    // DeepSeek at its root, Azure below a deployment.
    private static readonly string[] Unversioned = ["/chat/completions", "/completions", "/responses", "/embeddings", "/images/generations", "/images/edits", "/audio/speech", "/audio/transcriptions", "/audio/translations"];

    /// <summary>The path as the protocol's own vendor has it; any other as it is.</summary>
    public static string Plain(string path)
    {
        if (path.StartsWith(Deployments, StringComparison.Ordinal) && path.IndexOf('/', Deployments.Length) is var end and >= 0)
        {
            return Plain(path[end..]);
        }

        if (path is "/models/chat/completions" or "/models/embeddings") return Plain(path["/models".Length..]);
        if (Folders.FirstOrDefault(folder => path.StartsWith(folder, StringComparison.Ordinal)) is { } found) return Plain("/v1/" + path[found.Length..]);
        return Unversioned.Contains(path) ? "/v1" + path : path;
    }
}
