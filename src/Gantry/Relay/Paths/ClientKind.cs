namespace Gantry.Relay.Paths;

/// <summary>Which client seems to be calling, as far as its base URL is concerned.</summary>
internal enum ClientKind
{
    Unknown,
    ClaudeCode,
    AnthropicSdk,
    Codex,
    OpenAiSdk,
    GeminiCli,
    GoogleSdk,
}
