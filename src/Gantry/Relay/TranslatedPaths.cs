using Gantry.Protocols;
using Gantry.Providers;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>Where a protocol's endpoints stand below an upstream's address.</summary>
internal static class TranslatedPaths
{
    /// <summary>The endpoint that answers conversations.</summary>
    public static UpstreamCall Chat(Deployment deployment, Protocol spoken, bool streams) => spoken switch
    {
        Protocol.Messages => Call(deployment, spoken, "/messages"),
        Protocol.Responses => Call(deployment, spoken, "/responses"),
        Protocol.Gemini => Call(deployment, spoken, $"/models/{Escape(deployment.UpstreamModel)}:{(streams ? "streamGenerateContent" : "generateContent")}", "v1beta") with
        {
            Query = streams ? "?alt=sse" : "",
        },
        Protocol.Converse => Call(deployment, spoken, $"/model/{Uri.EscapeDataString(deployment.UpstreamModel)}/{(streams ? "converse-stream" : "converse")}", ""),
        _ => Call(deployment, spoken, "/chat/completions"),
    };

    private static UpstreamCall Call(Deployment deployment, Protocol spoken, string path, string version = "v1") =>
        new(deployment.Upstream, spoken, Operation.Chat, deployment.UpstreamModel) { Path = path, Version = version };

    private static string Escape(string model) =>
        Uri.EscapeDataString(model).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal);
}
