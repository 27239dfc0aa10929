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
        Protocol.Messages => Call(deployment, spoken, "/messages") with { Streams = streams },
        Protocol.Responses => Call(deployment, spoken, "/responses") with { Streams = streams },
        Protocol.Gemini => Call(deployment, spoken, $"/models/{Escape(deployment.UpstreamModel)}:{(streams ? "streamGenerateContent" : "generateContent")}", "v1beta") with
        {
            Query = streams ? "?alt=sse" : "",
            Streams = streams,
        },
        Protocol.Converse => Call(deployment, spoken, $"/model/{Uri.EscapeDataString(deployment.UpstreamModel)}/{(streams ? "converse-stream" : "converse")}", "") with { Streams = streams },
        _ => Call(deployment, spoken, "/chat/completions") with { Streams = streams },
    };

    /// <summary>The endpoint that counts a prompt.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The protocol has none.</exception>
    public static UpstreamCall Count(Deployment deployment, Protocol spoken) => spoken switch
    {
        Protocol.Messages => Call(deployment, spoken, "/messages/count_tokens", operation: Operation.CountTokens),
        Protocol.Responses => Call(deployment, spoken, "/responses/input_tokens", operation: Operation.CountTokens),
        Protocol.Gemini => Call(deployment, spoken, $"/models/{Escape(deployment.UpstreamModel)}:countTokens", "v1beta", Operation.CountTokens),
        _ => throw new ArgumentOutOfRangeException(nameof(spoken), spoken, "It has no endpoint that counts."),
    };

    /// <summary>The endpoint that makes vectors of texts.</summary>
    /// <param name="deployment">Who is asked.</param>
    /// <param name="spoken">Gemini, or a protocol of OpenAI's.</param>
    /// <param name="verb">Gemini's verb.</param>
    public static UpstreamCall Embeddings(Deployment deployment, Protocol spoken, string verb) => spoken == Protocol.Gemini
        ? Call(deployment, spoken, $"/models/{Escape(deployment.UpstreamModel)}:{verb}", "v1beta", Operation.Embeddings)
        : Call(deployment, spoken, "/embeddings", operation: Operation.Embeddings);

    private static UpstreamCall Call(Deployment deployment, Protocol spoken, string path, string version = "v1", Operation operation = Operation.Chat) =>
        new(deployment.Upstream, spoken, operation, deployment.UpstreamModel) { Path = path, Version = version };

    private static string Escape(string model) =>
        Uri.EscapeDataString(model).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal);
}
