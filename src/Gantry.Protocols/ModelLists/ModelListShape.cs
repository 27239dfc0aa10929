namespace Gantry.Protocols.ModelLists;

/// <summary>The four shapes that <c>GET /v1/models</c> can have.</summary>
public enum ModelListShape
{
    OpenAi,
    Anthropic,
    Gemini,

    /// <summary>OpenAI's list with Codex's own catalogue beside it.</summary>
    Codex,
}
