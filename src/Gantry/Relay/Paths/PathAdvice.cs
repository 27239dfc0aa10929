using Gantry.Protocols;

namespace Gantry.Relay.Paths;

/// <summary>What to tell a client whose path cannot be mended: the base URL it needs, and where to put it.</summary>
/// <param name="Client">Who seems to be calling.</param>
/// <param name="Protocol">The protocol whose error shape the client reads.</param>
/// <param name="BaseUrl">The exact base URL for this client.</param>
/// <param name="Sentence">For the message of the 404.</param>
internal sealed record PathAdvice(ClientKind Client, Protocol Protocol, string BaseUrl, string Sentence)
{
    /// <summary>Tells the client by its headers.</summary>
    /// <param name="header">The value of a request header by its name in lower case, or null.</param>
    /// <param name="publicUrl">The gateway's own address with the path base, without a trailing slash.</param>
    public static PathAdvice For(Func<string, string?> header, string publicUrl)
    {
        var client = Detect(header);
        var protocol = ProtocolOf(client);
        var baseUrl = protocol is Protocol.Messages or Protocol.Gemini ? publicUrl : publicUrl + "/v1";
        return new PathAdvice(client, protocol, baseUrl, "There is no such endpoint. " + client switch
        {
            ClientKind.ClaudeCode => $"Set ANTHROPIC_BASE_URL={publicUrl} (without /v1).",
            ClientKind.AnthropicSdk => $"Set the base URL to {publicUrl} (without /v1).",
            ClientKind.Codex => $"In config.toml set base_url = \"{publicUrl}/v1\" and wire_api = \"responses\".",
            ClientKind.OpenAiSdk => $"Set the base URL to {publicUrl}/v1.",
            ClientKind.GeminiCli => $"Set GOOGLE_GEMINI_BASE_URL={publicUrl} (without /v1beta).",
            ClientKind.GoogleSdk => $"Set the base URL to {publicUrl} (without /v1beta).",
            _ => $"The base URL is {publicUrl}/v1 for OpenAI clients, and {publicUrl} for Anthropic and Google clients.",
        });
    }

    private static ClientKind Detect(Func<string, string?> header)
    {
        var agent = header("user-agent") ?? "";
        if (Begins(agent, "claude-cli") || header("x-claude-code-session-id") is not null)
        {
            return ClientKind.ClaudeCode;
        }

        if (Begins(header("originator") ?? agent, "codex"))
        {
            return ClientKind.Codex;
        }

        if (Begins(agent, "GeminiCLI"))
        {
            return ClientKind.GeminiCli;
        }

        return header("anthropic-version") is not null || header("x-api-key") is not null || Begins(agent, "Anthropic/") ? ClientKind.AnthropicSdk
            : header("x-goog-api-key") is not null || header("x-goog-api-client") is not null ? ClientKind.GoogleSdk
            : Begins(agent, "OpenAI/") || Begins(agent, "AsyncOpenAI/") || header("openai-beta") is not null ? ClientKind.OpenAiSdk
            : ClientKind.Unknown;
    }

    private static Protocol ProtocolOf(ClientKind client) => client switch
    {
        ClientKind.ClaudeCode or ClientKind.AnthropicSdk => Protocol.Messages,
        ClientKind.GeminiCli or ClientKind.GoogleSdk => Protocol.Gemini,
        ClientKind.Codex => Protocol.Responses,
        _ => Protocol.Chat,
    };

    private static bool Begins(string value, string prefix) => value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
